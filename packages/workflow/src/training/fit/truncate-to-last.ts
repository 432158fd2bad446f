import type { IdRows } from '../preparation/index.ts';

/**
 * Truncates texts to their last words, all to one length. Shorter texts are padded at the front with the id `vocabulary`.
 *
 * @param rows positions of the texts.
 * @returns [rows.length, length].
 * @see `pad_sequences` of Keras, with its defaults
 */
export function truncateToLast({ vocabulary, start, ids }: IdRows, rows: Int32Array, length: number): Int32Array {
  const padded = new Int32Array(rows.length * length).fill(vocabulary);
  rows.forEach((row, i) => {
    const end = start[row + 1]!;
    const from = Math.max(start[row]!, end - length);
    padded.set(ids.subarray(from, end), (i + 1) * length - (end - from));
  });
  return padded;
}
