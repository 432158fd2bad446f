import type { R2Object } from '@cloudflare/workers-types';
import type { Env } from '../env.ts';
import { leftClaims, unusedOf } from '../storage/condemned.ts';
import type { Operations } from '../storage/operations.ts';
import { DATASETS } from '../storage/prefixes.ts';
import { walkedTo, walkOn } from '../storage/walks.ts';
import { removeDatasets } from './remove-datasets.ts';

const SHA256 = /^[0-9a-f]{64}$/;
const WALK = 'uploads';
/** Claims left over, where the walk is, a page of it, what is unused, claiming it twice, deleting, where the walk is now. */
const OVERHEAD = 12;

/**
 * Deletes uploads that no run was made of for so long. Walks over all datasets, a page of them a call.
 *
 * @param maxAgeMs since the upload; null keeps all of them, but for those whose deletion was begun.
 * @param now milliseconds since 1970.
 * @returns how many were deleted.
 */
export async function cleanUploads(
  env: Pick<Env, 'DB' | 'OBJECTS'>,
  maxAgeMs: number | null,
  now: number,
  operations: Operations,
): Promise<number> {
  operations.count(OVERHEAD);
  const left = await leftClaims(env.DB, now, operations.left);
  const finished = await removeDatasets(env, left, now, operations);
  if (maxAgeMs === null || operations.left === 0) return finished;
  const after = await walkedTo(env.DB, WALK);
  const page = await env.OBJECTS.list({ prefix: DATASETS, ...(after === '' ? {} : { startAfter: after }) });
  const datasets = grouped(page.objects, page.truncated);
  const uploadedUntil = now - maxAgeMs;
  const old = datasets
    .filter(({ sha256, uploadedAt }) => SHA256.test(sha256) && uploadedAt <= uploadedUntil)
    .map(({ sha256 }) => sha256);
  const unused = old.length === 0 ? [] : await unusedOf(env.DB, old);
  const taken = unused.slice(0, operations.left);
  const removed = await removeDatasets(
    env,
    taken.map((sha256) => ({ sha256, uploadedUntil })),
    now,
    operations,
  );
  const all = taken.length === unused.length;
  const last = all ? datasets.at(-1) : datasets.find(({ sha256 }) => sha256 === taken.at(-1));
  await walkOn(env.DB, WALK, all && !page.truncated ? '' : (last?.lastKey ?? ''));
  return finished + removed;
}

/** The objects of each dataset together, in order; without the last where the page may have cut it in two. */
function grouped(objects: R2Object[], truncated: boolean): { sha256: string; uploadedAt: number; lastKey: string }[] {
  const found = new Map<string, { sha256: string; uploadedAt: number; lastKey: string }>();
  for (const { key, uploaded } of objects) {
    const sha256 = key.slice(DATASETS.length).split('/')[0] ?? '';
    const uploadedAt = Math.max(uploaded.getTime(), found.get(sha256)?.uploadedAt ?? 0);
    found.set(sha256, { sha256, uploadedAt, lastKey: key });
  }
  const all = [...found.values()];
  return truncated && all.length > 1 ? all.slice(0, -1) : all;
}
