import type { R2Bucket } from '@cloudflare/workers-types';
import { runPrefix } from './prefixes.ts';

/** Names of the objects of a logged run, after its prefix. */
export const LOG_OBJECT = /^(?:segments|overviews)\/\d+-\d+\.[0-9a-f]{8}$/;

/**
 * Stores an object of a logged run under a key that was never used.
 *
 * @param kind a segment of points, or an overview of segments.
 * @param batches the first and the last batch that it has.
 * @returns its key.
 */
export async function putLogObject(
  bucket: R2Bucket,
  id: string,
  kind: 'segments' | 'overviews',
  batches: { first: number; last: number },
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const unique = crypto.getRandomValues(new Uint32Array(1))[0]!.toString(16).padStart(8, '0');
  const key = `${runPrefix(id)}${kind}/${batches.first}-${batches.last}.${unique}`;
  await bucket.put(key, bytes);
  return key;
}

/** @returns the bytes of an object; null if it was replaced meanwhile. */
export async function getLogObject(bucket: R2Bucket, key: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const object = await bucket.get(key);
  return object === null ? null : new Uint8Array(await object.arrayBuffer());
}
