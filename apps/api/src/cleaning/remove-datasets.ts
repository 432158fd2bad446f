import type { Env } from '../env.ts';
import { claimDeletion, releaseClaims, type Unwanted } from '../storage/dataset-claims.ts';
import type { Operations } from '../storage/operations.ts';
import { datasetPrefix, deleteObjects, listObjects } from '../storage/prefixes.ts';

/**
 * Deletes datasets that no run uses, unless they were uploaded again meanwhile.
 *
 * Never deletes the dataset of a run that is being created: see `claimDeletion`, and the check in `routes/runs.ts`.
 *
 * @param now milliseconds since 1970; identifies the claim.
 * @returns the number of datasets deleted.
 */
export async function removeDatasets(
  env: Pick<Env, 'DB' | 'OBJECTS'>,
  unwanted: Unwanted[],
  now: number,
  operations: Operations,
): Promise<number> {
  if (unwanted.length === 0) return 0;
  operations.count(2);
  const claimed = await claimDeletion(env.DB, unwanted, now);
  const keys: string[] = [];
  let removed = 0;
  for (const { sha256, uploadedUntil } of claimed) {
    const { objects } = await listObjects(env.OBJECTS, datasetPrefix(sha256), operations);
    if (objects.length === 0 || objects.some(({ uploadedAt }) => uploadedAt > uploadedUntil)) continue;
    keys.push(...objects.map(({ key }) => key));
    removed++;
  }
  await deleteObjects(env.OBJECTS, keys, operations);
  if (claimed.length > 0) {
    await releaseClaims(
      env.DB,
      claimed.map(({ sha256 }) => sha256),
      now,
    );
  }
  return removed;
}
