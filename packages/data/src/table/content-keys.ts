import { pixelsAt } from './image.ts';
import type { ImageColumn, TextColumn, TokenStore } from './table.ts';
import { readIds, storedText, unitsIn } from './text.ts';

/** Of the upper hash, what a float64 has room for above 32 bits. */
const UPPER = 0x1fffff;
const SEED_LOW = 0x811c9dc5;
const SEED_HIGH = 0x9747b28c;

/**
 * Numbers for texts and images that are the same for equal ones, and for others but once in 2⁵³: a text is equal to
 * another with the same words in the same order, whatever stands between them; also across tables.
 *
 * @returns [rows], float64: whole numbers from 0 to 2⁵³ - 1.
 */
export function contentKeys(column: TextColumn | ImageColumn): Float64Array {
  return column.kind === 'text' ? textKeys(column) : imageKeys(column);
}

function textKeys(column: TextColumn): Float64Array {
  const words = column.stores.map(hashWords);
  let ids = new Int32Array(1_024);
  return Float64Array.from(column.at, (_, row) => {
    const { index, store, row: stored } = storedText(column, row);
    if (ids.length < unitsIn(store, stored)) ids = new Int32Array(unitsIn(store, stored));
    const count = readIds(store, stored, ids);
    const { low, high } = words[index]!;
    let [a, b] = [SEED_LOW, SEED_HIGH];
    for (let i = 0; i < count; i++) {
      a = mix(a, low[ids[i]!]!);
      b = mix(b, high[ids[i]!]!);
    }
    return join(a, b);
  });
}

function hashWords({ dictionary }: TokenStore): { low: Int32Array; high: Int32Array } {
  const low = new Int32Array(dictionary.length);
  const high = new Int32Array(dictionary.length);
  dictionary.forEach((word, id) => {
    let [a, b] = [SEED_LOW, SEED_HIGH];
    for (let i = 0; i < word.length; i++) {
      a = mix(a, word.charCodeAt(i));
      b = mix(b, word.charCodeAt(i));
    }
    low[id] = a;
    high[id] = b;
  });
  return { low, high };
}

function imageKeys(column: ImageColumn): Float64Array {
  return Float64Array.from(column.at, (_, row) => {
    let [a, b] = [SEED_LOW, SEED_HIGH];
    for (const byte of pixelsAt(column, row)) {
      a = Math.imul(a ^ byte, 0x01000193);
      b = Math.imul(b + byte, 0x5bd1e995) ^ (b >>> 15);
    }
    return join(a, b);
  });
}

/** One round of murmur3's body. */
function mix(hash: number, word: number): number {
  const k = Math.imul(Math.imul(word, 0xcc9e2d51) ^ (word >>> 15), 0x1b873593);
  const h = hash ^ k;
  return Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
}

function join(low: number, high: number): number {
  return ((high ^ (high >>> 16)) & UPPER) * 0x1_0000_0000 + (low >>> 0);
}
