import type { R2Bucket } from '@cloudflare/workers-types';
import { Operations } from '../storage/operations.ts';
import { listObjects } from '../storage/prefixes.ts';

/** Operations for listing, each of up to 1,000 objects. */
const OPERATIONS = 500;

/** Tells which objects exist. Objects that weren't listed are looked up individually. */
export interface Stored {
  has(key: string): Promise<boolean>;
  /** @returns the size of an object in bytes; null if it is missing. */
  sizeOf(key: string): Promise<number | null>;
}

/** Lists the objects under these prefixes. */
export async function storedOf(bucket: R2Bucket, prefixes: string[]): Promise<Stored> {
  const operations = new Operations(OPERATIONS);
  const sizes = new Map<string, number>();
  for (const prefix of new Set(prefixes)) {
    for (const { key, size } of (await listObjects(bucket, prefix, operations)).objects) sizes.set(key, size);
  }
  const sizeOf = async (key: string) => sizes.get(key) ?? (await bucket.head(key))?.size ?? null;
  return { sizeOf, has: async (key) => (await sizeOf(key)) !== null };
}
