import { cube, square } from '@stepwell/base/exact';
import { StepwellError } from '@stepwell/base/errors';
import type { Column } from '@stepwell/data/table';

/** Squares of numbers beyond these overflow or underflow float64. */
const LARGEST_TARGET = 1e100;
const SMALLEST_TARGET = 1e-100;
/** A share reaches at least this value; smaller numbers lie between 0 and 1 by coincidence. */
const MIN_REACH = 0.5;
/** Counts have at least so many values, */
const MIN_COUNTS = 6;
/** have this share of the whole numbers that nine in ten of them reach over, */
const MIN_FILLED = 0.5;
/** and are skewed at least this much. */
const COUNTS_SKEWNESS = 0.5;
/** A number this many interquartile ranges away is a placeholder, not a quantity. */
const FARTHEST = 1e9;

/**
 * Refuses numbers that can't be learned, and detects a share: all values between 0 and 1, not all whole.
 *
 * @param columns the target columns, numeric.
 * @returns the natural bounds of a single column; null if it has none, or if there are several columns.
 * @throws {StepwellError} `target_out_of_range`.
 */
export function checkNumbers(columns: Column[]): { bounds: { low: number; high: number } | null } {
  for (const column of columns) {
    if (column.kind !== 'numeric') continue;
    checkRange(column.name, column.values);
    checkOutliers(column.name, column.values);
  }
  const [only, second] = columns;
  if (second !== undefined || only?.kind !== 'numeric') return { bounds: null };
  const present = only.values.filter(Number.isFinite);
  const isShare =
    present.every((value) => value >= 0 && value <= 1) &&
    present.some((value) => value >= MIN_REACH) &&
    !present.every(Number.isInteger);
  return { bounds: isShare ? { low: 0, high: 1 } : null };
}

/**
 * Whether numbers look like counts: whole, not below 0, of many values with few gaps, and more of them small than large.
 * Ratings and numbered classes are whole too, but lean the other way or to neither; amounts of money have gaps.
 */
export function looksLikeCounts(values: Float64Array): boolean {
  if (!values.every((value) => Number.isInteger(value) && value >= 0)) return false;
  const distinct = new Set(values).size;
  const sorted = values.toSorted();
  const reach = sorted[Math.floor(0.9 * (sorted.length - 1))]! - sorted[0]! + 1;
  if (distinct < MIN_COUNTS || distinct < MIN_FILLED * reach) return false;
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  let [squares, cubes] = [0, 0];
  for (const value of values) {
    const share = (value - mean) / mean;
    [squares, cubes] = [squares + square(share) / values.length, cubes + cube(share) / values.length];
  }
  return cubes > COUNTS_SKEWNESS * squares * Math.sqrt(squares);
}

/** A value that most rows have. */
export interface PrevailingValue {
  value: number;
  /** Of the rows. */
  share: number;
  /** Whether no other value is less. */
  least: boolean;
}

/** @returns the value that more than half of the numbers are; null if there is none. */
export function prevailingValue(values: Float64Array): PrevailingValue | null {
  const present = values.filter(Number.isFinite).sort();
  // A value of more than half of the rows is in the middle of them.
  const value = present[Math.floor(present.length / 2)];
  if (value === undefined) return null;
  const share = present.filter((other) => other === value).length / present.length;
  return share > 0.5 ? { value, share, least: present[0] === value } : null;
}

/** @returns whether the column holds 0 and 1, or true and false, and nothing else. */
export function isZeroOne(column: Column, rows: number): boolean {
  if (column.kind === 'boolean') return true;
  if (column.kind !== 'numeric') return false;
  return column.values.subarray(0, rows).every((value) => value === 0 || value === 1 || !Number.isFinite(value));
}

/** Refuses a number so far from the rest that no model could train on both. */
function checkOutliers(name: string, values: Float64Array): void {
  const sorted = values.filter(Number.isFinite).sort();
  const quartile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  const [low, high] = [quartile(0.25), quartile(0.75)];
  const width = high - low;
  for (const value of [sorted[0]!, sorted.at(-1)!]) {
    if (width === 0 || Math.max(low - value, value - high) <= FARTHEST * width) continue;
    throw new StepwellError(
      'target_out_of_range',
      `"${name}" contains ${value}, but half of its numbers lie between ${low} and ${high}. If it stands for a missing value, leave those cells empty; otherwise predict its logarithm.`,
      { details: { column: name, value } },
    );
  }
}

function checkRange(name: string, values: Float64Array): void {
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  if (largest <= LARGEST_TARGET && largest >= SMALLEST_TARGET) return;
  throw new StepwellError(
    'target_out_of_range',
    `The largest magnitude in "${name}" is ${largest}; it must be between ${SMALLEST_TARGET} and ${LARGEST_TARGET}. Use another unit.`,
  );
}
