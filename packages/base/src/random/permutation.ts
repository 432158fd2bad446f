import type { Generator } from './generator.ts';

/**
 * A uniform random order of `0 … length - 1` (Fisher–Yates, from the top).
 *
 * @param length how many numbers.
 * @param random the stream to draw from.
 * @returns [length], int32.
 */
export function permutation(length: number, random: Generator): Int32Array {
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  shuffle(order, random);
  return order;
}

/** Shuffles `values` in place, uniformly. */
export function shuffle(values: Int32Array, random: Generator): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = values[i]!;
    values[i] = values[j]!;
    values[j] = kept;
  }
}
