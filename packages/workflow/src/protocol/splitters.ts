import { generator, permutation, type Generator } from '../random/index.ts';
import type { Split } from '../rows/index.ts';

/**
 * Deals rows out to parts, so that each part gets every stratum's share to within one row, and all parts are of equal
 * size to within one row.
 *
 * @param strata [n], int32: each row's stratum, at least 0; all 0 for none.
 * @param parts how many parts.
 * @param random the order within the strata.
 * @returns [n], int32: each row's part.
 */
export function deal(strata: Int32Array, parts: number, random: Generator): Int32Array {
  const part = new Int32Array(strata.length);
  let dealt = 0;
  for (const rows of byStratum(strata)) {
    for (const i of permutation(rows.length, random)) part[rows[i]!] = dealt++ % parts;
  }
  return part;
}

/**
 * Marks a share of the rows, of every stratum to within one row, and of them all to within one row.
 *
 * @param strata [n], int32.
 * @param share in (0, 1).
 * @param random which rows of a stratum.
 * @returns [n], uint8: 1 where marked.
 */
export function mark(strata: Int32Array, share: number, random: Generator): Uint8Array {
  const marked = new Uint8Array(strata.length);
  let before = 0;
  let markedBefore = 0;
  for (const rows of byStratum(strata)) {
    // Round what has come so far, not each stratum by itself: the errors then cancel.
    before += rows.length;
    const count = Math.min(rows.length, Math.max(0, Math.round(before * share) - markedBefore));
    markedBefore += count;
    for (const i of permutation(rows.length, random).subarray(0, count)) marked[rows[i]!] = 1;
  }
  return marked;
}

/**
 * k-fold: every row is validated on exactly once.
 *
 * @param strata [n], int32.
 * @param k folds.
 * @param seed keys the dealing.
 */
export function* kFold(strata: Int32Array, k: number, seed: number): IterableIterator<Split> {
  const fold = deal(strata, k, generator(seed, 'k-fold', k));
  for (let index = 0; index < k; index++) yield splitWhere(strata.length, (row) => fold[row] === index);
}

/**
 * Hold-out: one split, a share of the rows validated on.
 *
 * @param strata [n], int32.
 * @param share of the rows to validate on, in (0, 1).
 * @param seed keys the choice.
 */
export function* holdOut(strata: Int32Array, share: number, seed: number): IterableIterator<Split> {
  const marked = mark(strata, share, generator(seed, 'hold-out', 0));
  yield splitWhere(strata.length, (row) => marked[row] === 1);
}

function splitWhere(rows: number, isValidation: (row: number) => boolean): Split {
  const train: number[] = [];
  const validation: number[] = [];
  for (let row = 0; row < rows; row++) (isValidation(row) ? validation : train).push(row);
  return { train: Int32Array.from(train), validation: Int32Array.from(validation) };
}

function byStratum(strata: Int32Array): number[][] {
  const rows = new Map<number, number[]>();
  strata.forEach((stratum, row) => {
    const known = rows.get(stratum);
    if (known === undefined) rows.set(stratum, [row]);
    else known.push(row);
  });
  return [...rows.entries()].sort(([a], [b]) => a - b).map(([, members]) => members);
}
