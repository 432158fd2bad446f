import { StepwellError } from '@stepwell/base/errors';
import { formatCount } from '@stepwell/base/format';
import { generator, permutation, type Generator } from '@stepwell/base/random';
import type { Split } from '../../training/rows/index.ts';
import { assignGroups } from './assign-groups.ts';
import type { RowStructure } from './row-structure.ts';

/**
 * Assigns rows to parts: each part gets its share of every stratum to within one row, and all parts have equal
 * size to within one row.
 *
 * @param strata [n], int32: each row's stratum, at least 0; all 0 for none.
 * @param parts how many parts.
 * @param random the order within the strata.
 * @returns [n], int32: each row's part.
 */
export function assignParts(strata: Int32Array, parts: number, random: Generator): Int32Array {
  const part = new Int32Array(strata.length);
  let assigned = 0;
  for (const rows of byStratum(strata)) {
    for (const i of permutation(rows.length, random)) part[rows[i]!] = assigned++ % parts;
  }
  return part;
}

/**
 * Samples a share of the rows, stratified to within one row, and exact overall to within one row.
 *
 * @param strata [n], int32.
 * @param share in (0, 1).
 * @param random which rows of a stratum.
 * @returns [n], uint8: 1 where marked.
 */
export function sampleRows(strata: Int32Array, share: number, random: Generator): Uint8Array {
  const marked = new Uint8Array(strata.length);
  let before = 0;
  let markedBefore = 0;
  for (const rows of byStratum(strata)) {
    // Round cumulatively rather than per stratum, so rounding errors cancel.
    before += rows.length;
    const count = Math.min(rows.length, Math.max(0, Math.round(before * share) - markedBefore));
    markedBefore += count;
    for (const i of permutation(rows.length, random).subarray(0, count)) marked[rows[i]!] = 1;
  }
  return marked;
}

/**
 * k-fold: every row is validated on exactly once. Every fold gets its share of the strata to within one row; where rows
 * are grouped, as closely as complete groups allow.
 *
 * @param k folds.
 * @param seed for the assignment.
 * @throws {StepwellError} `protocol_mismatch` when there are more folds than rows or groups.
 */
export function kFold(structure: RowStructure, k: number, seed: number): IterableIterator<Split> {
  return shuffledFolds(structure, k, generator(seed, 'k-fold', k));
}

/**
 * Iterated k-fold with shuffling: k-fold several times over, the rows reshuffled each time.
 *
 * @returns `k * iterations` splits, those of an iteration together.
 * @throws {StepwellError} `protocol_mismatch` when there are more folds than rows or groups.
 * @see Chollet, Deep Learning with Python, 4.2.1
 */
export function* iteratedKFold(
  structure: RowStructure,
  k: number,
  iterations: number,
  seed: number,
): IterableIterator<Split> {
  for (let iteration = 0; iteration < iterations; iteration++) {
    yield* shuffledFolds(structure, k, generator(seed, 'iterated-k-fold', `${k}/${iteration}`));
  }
}

/**
 * Hold-out: one split, a share of the rows validated on, and of every stratum to within one row; where rows are kept
 * in groups, as near as whole groups come.
 *
 * @param share of the rows to validate on, in (0, 1).
 * @param seed keys the choice.
 * @throws {StepwellError} `protocol_mismatch` when there is a single group.
 */
export function* holdOut(structure: RowStructure, share: number, seed: number): IterableIterator<Split> {
  const { rows } = structure;
  checkPartCount(countUnits(structure), 2, structure.groups !== null);
  const marked = markUnits(structure, share, generator(seed, 'hold-out', 0));
  yield splitWhere(rows, (row) => (marked[row] === 1 ? 'validation' : 'train'));
}

/**
 * Marks a share of the rows, whole groups where rows are kept in groups.
 *
 * @returns [n], uint8: 1 where marked.
 */
export function markUnits(
  { strata, groups }: Pick<RowStructure, 'strata' | 'groups'>,
  share: number,
  random: Generator,
): Uint8Array {
  if (groups === null) return sampleRows(strata, share, random);
  return Uint8Array.from(assignGroups(groups, strata, [1 - share, share], random));
}

/** @returns the number of units to assign: groups, or rows without groups. */
export function countUnits({ rows, groups }: Pick<RowStructure, 'rows' | 'groups'>): number {
  return groups === null ? rows : new Set(groups).size;
}

/**
 * The split that a side for each row makes.
 *
 * @param side where a row goes; null for neither.
 */
export function splitWhere(rows: number, side: (row: number) => 'train' | 'validation' | null): Split {
  const train: number[] = [];
  const validation: number[] = [];
  for (let row = 0; row < rows; row++) {
    const to = side(row);
    if (to !== null) (to === 'train' ? train : validation).push(row);
  }
  return { train: Int32Array.from(train), validation: Int32Array.from(validation) };
}

function* shuffledFolds(structure: RowStructure, k: number, random: Generator): IterableIterator<Split> {
  const { rows, strata, groups } = structure;
  checkPartCount(countUnits(structure), k, groups !== null);
  const fold =
    groups === null
      ? assignParts(strata, k, random)
      : assignGroups(
          groups,
          strata,
          Array.from({ length: k }, () => 1 / k),
          random,
        );
  for (let index = 0; index < k; index++) {
    yield splitWhere(rows, (row) => (fold[row] === index ? 'validation' : 'train'));
  }
}

function checkPartCount(units: number, parts: number, grouped: boolean): void {
  if (parts <= units) return;
  throw new StepwellError(
    'protocol_mismatch',
    `${formatCount(units, grouped ? 'group' : 'row')} can't be split into ${parts} non-empty parts. ${grouped ? 'Use fewer folds, or a column with more groups.' : 'Use fewer folds.'}`,
    { details: { units, parts } },
  );
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
