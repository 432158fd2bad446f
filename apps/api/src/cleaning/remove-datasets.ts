import type { Env } from '../env.ts';
import { condemn, release } from '../storage/condemned.ts';
import type { Operations } from '../storage/operations.ts';
import { datasetPrefix, deleteObjects, listObjects } from '../storage/prefixes.ts';

/** A dataset that may be deleted. */
export interface Unwanted {
  sha256: string;
  /** Spare it if it was uploaded after this moment, in milliseconds since 1970: then somebody wants it again. */
  uploadedUntil: number;
}

/**
 * Deletes datasets that no run uses, those that were uploaded again meanwhile aside.
 *
 * A run that is being made of one at this moment never loses it: see `condemn`, and the check in `routes/runs.ts`.
 *
 * @param now milliseconds since 1970; names the claim.
 * @returns how many were deleted.
 */
export async function removeDatasets(
  env: Pick<Env, 'DB' | 'OBJECTS'>,
  unwanted: Unwanted[],
  now: number,
  operations: Operations,
): Promise<number> {
  if (unwanted.length === 0) return 0;
  const until = new Map<string, number>();
  for (const { sha256, uploadedUntil } of unwanted) {
    until.set(sha256, Math.max(uploadedUntil, until.get(sha256) ?? 0));
  }
  operations.count(2);
  const claimed = await condemn(env.DB, [...until.keys()], now);
  const keys: string[] = [];
  let removed = 0;
  for (const sha256 of claimed) {
    const { objects } = await listObjects(env.OBJECTS, datasetPrefix(sha256), operations);
    if (objects.length === 0 || objects.some(({ uploaded }) => uploaded.getTime() > until.get(sha256)!)) continue;
    keys.push(...objects.map(({ key }) => key));
    removed++;
  }
  await deleteObjects(env.OBJECTS, keys, operations);
  if (claimed.length > 0) await release(env.DB, claimed, now);
  return removed;
}
