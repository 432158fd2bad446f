import type { R2Bucket } from '@cloudflare/workers-types';
import type { Operations } from './operations.ts';

/** Keys that one call of R2 deletes at most. */
const KEYS_A_DELETE = 1_000;

/** Everything that is kept of runs has keys that begin so. */
export const RUNS = 'runs/';
/** Everything that was uploaded has keys that begin so. */
export const DATASETS = 'datasets/';

/** What is kept of a run has keys that begin so. */
export function runPrefix(runId: string): string {
  return `${RUNS}${runId}/`;
}

/** What is kept of a dataset has keys that begin so. */
export function datasetPrefix(sha256: string): string {
  return `${DATASETS}${sha256}/`;
}

/** An object as listed: no more than cleaning asks for, since there may be tens of thousands. */
export interface Listed {
  key: string;
  /** Milliseconds since 1970. */
  uploadedAt: number;
}

/**
 * Lists the objects whose keys begin alike: a thousand at least, more while there are operations left.
 *
 * @returns them, and whether these are all.
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
    objects.push(...page.objects.map(({ key, uploaded }) => ({ key, uploadedAt: uploaded.getTime() })));
    if (!page.truncated) return { objects, whole: true };
    ({ cursor } = page);
  } while (operations.left > 0);
  return { objects, whole: false };
}

/** Deletes objects by their keys, as many as there are. */
export async function deleteObjects(bucket: R2Bucket, keys: string[], operations: Operations): Promise<void> {
  for (let at = 0; at < keys.length; at += KEYS_A_DELETE) {
    operations.count();
    await bucket.delete(keys.slice(at, at + KEYS_A_DELETE));
  }
}
