import type { R2Object } from '@cloudflare/workers-types';
import type { Env } from '../env.ts';
import { interruptedClaims, unusedOf } from '../storage/dataset-claims.ts';
import type { Operations } from '../storage/operations.ts';
import { DATASETS } from '../storage/prefixes.ts';
import { readCursor, writeCursor } from '../storage/walks.ts';
import { removeDatasets } from './remove-datasets.ts';

const SHA256 = /^[0-9a-f]{64}$/;
const WALK = 'uploads';
/** Operations per call besides listing and deleting objects. */
const OVERHEAD = 12;

/**
 * Deletes old uploads that no run uses. Each call checks one page of all datasets.
 *
 * @param maxAgeMs age since the upload; with null, only interrupted deletions are finished.
 * @param now milliseconds since 1970.
 * @returns the number of datasets deleted.
 */
export async function cleanUploads(
  env: Pick<Env, 'DB' | 'OBJECTS'>,
  maxAgeMs: number | null,
  now: number,
  operations: Operations,
): Promise<number> {
  operations.count(OVERHEAD);
  const interrupted = await interruptedClaims(env.DB, now, operations.left);
  const finished = await removeDatasets(env, interrupted, now, operations);
  if (maxAgeMs === null || operations.left === 0) return finished;
  const after = await readCursor(env.DB, WALK);
  const page = await env.OBJECTS.list({ prefix: DATASETS, ...(after === '' ? {} : { startAfter: after }) });
  const datasets = groupByDataset(page.objects, page.truncated);
  const uploadedUntil = now - maxAgeMs;
  const old = datasets
    .filter(({ sha256, uploadedAt }) => SHA256.test(sha256) && uploadedAt <= uploadedUntil)
    .map(({ sha256 }) => sha256);
  const unused = old.length === 0 ? [] : await unusedOf(env.DB, old);
  const selected = unused.slice(0, operations.left);
  const removed = await removeDatasets(
    env,
    selected.map((sha256) => ({ sha256, uploadedUntil })),
    now,
    operations,
  );
  const all = selected.length === unused.length;
  const last = all ? datasets.at(-1) : datasets.find(({ sha256 }) => sha256 === selected.at(-1));
  await writeCursor(env.DB, WALK, all && !page.truncated ? '' : (last?.lastKey ?? ''));
  return finished + removed;
}

/** Groups objects by dataset, in order; drops the last dataset if the page may have split it. */
function groupByDataset(
  objects: R2Object[],
  truncated: boolean,
): { sha256: string; uploadedAt: number; lastKey: string }[] {
  const found = new Map<string, { sha256: string; uploadedAt: number; lastKey: string }>();
  for (const { key, uploaded } of objects) {
    const sha256 = key.slice(DATASETS.length).split('/')[0] ?? '';
    const uploadedAt = Math.max(uploaded.getTime(), found.get(sha256)?.uploadedAt ?? 0);
    found.set(sha256, { sha256, uploadedAt, lastKey: key });
  }
  const all = [...found.values()];
  return truncated && all.length > 1 ? all.slice(0, -1) : all;
}
