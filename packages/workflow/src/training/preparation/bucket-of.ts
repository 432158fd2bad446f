const encoder = new TextEncoder();

/** Number of buckets for hashed categories. */
export const HASH_BUCKETS = 64;

/**
 * @param name any text.
 * @returns which of `buckets` the name falls into: its 32-bit FNV-1a hash over UTF-8, modulo their number.
 */
export function bucketOf(name: string, buckets: number): number {
  return fnv1a(encoder.encode(name)) % buckets;
}

/**
 * The 32-bit FNV-1a hash.
 *
 * @returns an integer in [0, 2^32).
 * @see https://www.rfc-editor.org/rfc/rfc9923
 */
export function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
