import type { R2Bucket } from '@cloudflare/workers-types';
import { Operations } from '../storage/operations.ts';
import { listObjects } from '../storage/prefixes.ts';

/** A thousand objects each. */
const OPERATIONS = 500;

/** Which objects there are, as listed; what was not listed is asked for by itself before it counts as missing. */
export interface Stored {
  has(key: string): Promise<boolean>;
}

/** Lists what is stored under these prefixes. */
export async function storedOf(bucket: R2Bucket, prefixes: string[]): Promise<Stored> {
  const operations = new Operations(OPERATIONS);
  const keys = new Set<string>();
  for (const prefix of new Set(prefixes)) {
    for (const { key } of (await listObjects(bucket, prefix, operations)).objects) keys.add(key);
  }
  return { has: async (key) => keys.has(key) || (await bucket.head(key)) !== null };
}
