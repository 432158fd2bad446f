import { StepwellError } from '@stepwell/base/errors';
import type { Split } from '../../training/rows/index.ts';
import type { RowStructure } from './row-structure.ts';
import { splitWhere } from './splitters.ts';

/** The distinct times of some rows. */
interface DistinctTimes {
  /** [n], int32: the rank of each row's time, 0 for the earliest. */
  rank: Int32Array;
  /** [m], float64: how many rows come at or before each time. */
  ends: Float64Array;
}

/**
 * k-fold by time: the later rows are cut into k windows of about equal size, and each is validated by a model trained
 * on everything before it. Rows with the same time stay together.
 *
 * Where targets are known later than their rows, as in a forecast, a window's model is trained only on rows whose targets are all
 * known at the time of the window's first row: the rows between are left out of that split.
 *
 * @param structure with `times`.
 * @param k how many windows.
 * @throws {StepwellError} `protocol_mismatch` when there are fewer than k + 1 distinct times.
 * @see scikit-learn's TimeSeriesSplit, which cuts rows of different moments alike
 */
export function* expandingWindow(
  structure: Pick<RowStructure, 'rows' | 'times' | 'known'>,
  k: number,
): IterableIterator<Split> {
  const { rows } = structure;
  const { rank, ends } = distinctTimesOf(structure.times);
  if (ends.length < k + 1) {
    throw new StepwellError(
      'protocol_mismatch',
      `${k} windows in time order need ${k + 1} distinct times, but the rows have ${ends.length}. Use fewer folds, or another time column.`,
      { details: { k, moments: ends.length } },
    );
  }
  const size = Math.floor(rows / (k + 1));
  let begin = 0;
  for (let window = 0; window < k; window++) {
    // Leave one time for each remaining window, and one before the first.
    if (window === 0) begin = nearestEnd(ends, rows - k * size, 0, ends.length - 1 - k) + 1;
    const from = begin;
    const last = window === k - 1;
    const to = last
      ? ends.length
      : nearestEnd(ends, rows - (k - 1 - window) * size, from, ends.length - 1 - (k - 1 - window)) + 1;
    begin = to;
    const isKnown = knownBy(structure, (row) => rank[row]! >= from);
    yield splitWhere(rows, (row) =>
      rank[row]! < from ? (isKnown(row) ? 'train' : null) : rank[row]! < to ? 'validation' : null,
    );
  }
}

/**
 * Hold-out by time: one split, the last share of the rows validated on. Rows with the same time stay together.
 *
 * @param structure with `times`.
 * @param share of the rows to validate on, in (0, 1).
 * @throws {StepwellError} `protocol_mismatch` when all times are the same.
 */
export function* timeHoldOut(
  structure: Pick<RowStructure, 'rows' | 'times' | 'known'>,
  share: number,
): IterableIterator<Split> {
  const late = markLast(structure.times, share);
  const isKnown = knownBy(structure, (row) => late[row] === 1);
  yield splitWhere(structure.rows, (row) => (late[row] === 1 ? 'validation' : isKnown(row) ? 'train' : null));
}

/** Whether all targets of a row are known at the time of the first row that is validated. */
function knownBy(
  { rows, times, known }: Pick<RowStructure, 'rows' | 'times' | 'known'>,
  isLater: (row: number) => boolean,
): (row: number) => boolean {
  if (known === undefined || times === null) return () => true;
  let first = Infinity;
  for (let row = 0; row < rows; row++) if (isLater(row)) first = Math.min(first, times[row]!);
  return (row) => known[row]! <= first;
}

/**
 * Marks the last share of some rows, as closely as rows with equal times allow.
 *
 * @param times [n], float64.
 * @param share in (0, 1).
 * @returns [n], uint8: 1 where marked; some are, and some are not.
 * @throws {StepwellError} `protocol_mismatch` when all times are the same.
 */
export function markLast(times: Float64Array | null, share: number): Uint8Array {
  const { rank, ends } = distinctTimesOf(times);
  if (ends.length < 2) {
    throw new StepwellError(
      'protocol_mismatch',
      "The rows can't be split by time: all have the same time. Choose another time column, or set the order to random.",
    );
  }
  const from = nearestEnd(ends, rank.length - Math.round(rank.length * share), 0, ends.length - 2) + 1;
  return Uint8Array.from(rank, (moment) => (moment >= from ? 1 : 0));
}

/**
 * @param times [n], float64.
 * @throws {StepwellError} `protocol_mismatch` where one is missing.
 */
function distinctTimesOf(times: Float64Array | null): DistinctTimes {
  if (times === null || times.some(Number.isNaN)) {
    throw new StepwellError(
      'protocol_mismatch',
      "Rows without a time can't be put in time order. Fill in their times, or leave these rows out.",
    );
  }
  const sorted = times.toSorted();
  const ranks = new Map<number, number>();
  const ends: number[] = [];
  sorted.forEach((time, i) => {
    if (time !== sorted[i + 1]) {
      ranks.set(time, ends.length);
      ends.push(i + 1);
    }
  });
  return { rank: Int32Array.from(times, (time) => ranks.get(time)!), ends: Float64Array.from(ends) };
}

/** @returns the index in `low … high` where `ends` is nearest to `wanted`; the first of two. */
function nearestEnd(ends: Float64Array, wanted: number, low: number, high: number): number {
  let best = low;
  for (let i = low + 1; i <= high; i++) {
    if (Math.abs(ends[i]! - wanted) < Math.abs(ends[best]! - wanted)) best = i;
  }
  return best;
}
