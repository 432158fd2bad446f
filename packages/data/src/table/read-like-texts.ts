import { wordsOf } from './text.ts';

/** Words of a text on average, at least. */
const WORDS = 4;
/** Of all cells present, the share that is unlike the others, at least. */
const DISTINCT_SHARE = 0.5;
/** Distinct values that are looked at. */
const LOOKED_AT = 1_000;

/**
 * Whether names read like texts: four words or more on average, and mostly a text of its own in each row.
 *
 * @param names the distinct values.
 * @param present cells that hold one.
 */
export function readLikeTexts(names: string[], present: number): boolean {
  if (names.length < 2 || names.length < present * DISTINCT_SHARE) return false;
  const looked = names.slice(0, LOOKED_AT);
  const words = looked.reduce((sum, name) => sum + wordsOf(name).length, 0);
  return words >= looked.length * WORDS;
}
