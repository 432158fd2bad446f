import type { R2Bucket } from '@cloudflare/workers-types';
import type { Operations } from './operations.ts';

/** Most keys per delete call of R2. */
const KEYS_A_DELETE = 1_000;

/** Key prefix of the objects of runs. */
export const RUNS = 'runs/';
/** Key prefix of uploaded datasets. */
export const DATASETS = 'datasets/';

/** @returns the key prefix of a run's objects. */
export function runPrefix(runId: string): string {
  return `${RUNS}${runId}/`;
}

/** @returns the key prefix of a dataset's objects. */
export function datasetPrefix(sha256: string): string {
  return `${DATASETS}${sha256}/`;
}

/** A listed object, reduced to what cleaning needs, since there may be tens of thousands. */
export interface Listed {
  key: string;
  /** Milliseconds since 1970. */
  uploadedAt: number;
  /** In bytes. */
  size: number;
}

/**
 * Lists objects by prefix: up to 1,000, and more while operations are left.
 *
 * @returns the objects, and whether they are all.
 */
export async function listObjects(
  bucket: R2Bucket,
  prefix: string,
  operations: Operations,
): Promise<{ objects: Listed[]; whole: boolean }> {
  const objects: Listed[] = [];
  let cursor: string | undefined;
  do {
    operations.count();
    const page = await bucket.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
    objects.push(...page.objects.map(({ key, uploaded, size }) => ({ key, uploadedAt: uploaded.getTime(), size })));
    if (!page.truncated) return { objects, whole: true };
    ({ cursor } = page);
  } while (operations.left > 0);
  return { objects, whole: false };
}

/** Deletes objects by their keys. */
export async function deleteObjects(bucket: R2Bucket, keys: string[], operations: Operations): Promise<void> {
  for (let at = 0; at < keys.length; at += KEYS_A_DELETE) {
    operations.count();
    await bucket.delete(keys.slice(at, at + KEYS_A_DELETE));
  }
}
