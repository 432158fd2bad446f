import { mean, percentile } from '@stepwell/metrics';

/**
 * Something of each column of a matrix; one of them is taken out at a time.
 *
 * @param values [rows, width] in row-major order.
 * @param of takes a column: [rows], float64.
 * @returns [width].
 */
export function ofColumns<T>(values: ArrayLike<number>, width: number, of: (column: Float64Array) => T): T[] {
  return Array.from({ length: width }, (_, column) =>
    of(Float64Array.from({ length: values.length / width }, (__, row) => values[row * width + column]!)),
  );
}

/** @returns the mean of `column`. */
export function meanOf(column: Float64Array): number {
  return mean(column);
}

/** @returns the median of `column`, midway between the middle two of an even number. */
export function medianOf(column: Float64Array): number {
  return percentile(Float64Array.from(column).sort(), 0.5);
}

/**
 * Which of some rows was seen last.
 *
 * @param rows how many there are, at least one.
 * @param times [rows], float64; NaN if unknown. Null if the rows are already in time order.
 * @returns the number of the row with the greatest time, the last of equals; the last row where no time is known.
 */
export function latestRow(rows: number, times: Float64Array | null): number {
  let latest = -1;
  times?.forEach((time, row) => {
    if (!Number.isNaN(time) && (latest < 0 || time >= times[latest]!)) latest = row;
  });
  return latest < 0 ? rows - 1 : latest;
}

/** @returns the least and the greatest of `column`. */
export function extentOf(column: Float64Array): [number, number] {
  return [column.reduce((a, b) => Math.min(a, b)), column.reduce((a, b) => Math.max(a, b))];
}

/**
 * How common each class is among the rows whose class is known.
 *
 * @param codes [rows], int32; -1 where it isn't.
 * @returns [numClasses], float64, with sum 1; equal shares where no class is known.
 */
export function sharesOf(codes: Int32Array, numClasses: number): Float64Array {
  const counts = new Float64Array(numClasses);
  let known = 0;
  for (const code of codes) {
    if (code < 0) continue;
    counts[code]! += 1;
    known++;
  }
  return counts.map((count) => (known === 0 ? 1 / numClasses : count / known));
}

/** @returns the class of the greatest share; the first of equals. */
export function mostCommon(shares: Float64Array): number {
  return shares.indexOf(shares.reduce((a, b) => Math.max(a, b)));
}

/** @returns the level that half of the known ones reach: the lower of two in the middle. */
export function middleLevel(codes: Int32Array): number {
  const known = codes.filter((code) => code >= 0).sort();
  return known[Math.floor((known.length - 1) / 2)] ?? 0;
}
