import type { R2Bucket } from '@cloudflare/workers-types';
import { Operations } from '../storage/operations.ts';
import { listObjects } from '../storage/prefixes.ts';

/** Operations for listing, each of up to 1,000 objects. */
const OPERATIONS = 500;

/** Tells which objects exist. Objects that weren't listed are looked up individually. */
export interface Stored {
  has(key: string): Promise<boolean>;
}

/** Lists the objects under these prefixes. */
export async function storedOf(bucket: R2Bucket, prefixes: string[]): Promise<Stored> {
  const operations = new Operations(OPERATIONS);
  const keys = new Set<string>();
  for (const prefix of new Set(prefixes)) {
    for (const { key } of (await listObjects(bucket, prefix, operations)).objects) keys.add(key);
  }
  return { has: async (key) => keys.has(key) || (await bucket.head(key)) !== null };
}
