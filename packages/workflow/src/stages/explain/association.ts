import { square } from '@stepwell/base/exact';
import type { ValueColumn } from '@stepwell/data/table';

/**
 * How much two columns go together, from 0 to 1, over rows where both are known: of numbers and dates the absolute rank
 * correlation, of categories Cramér's V, of one of each the share of the rank's spread that lies between categories, as a root;
 * the last two less what chance gives many categories.
 *
 * @returns 0 of fewer than 10 such rows.
 * @see Spearman (1904); Bergsma: A bias-correction for Cramér's V and Tschuprow's T (2013); Kelley: An unbiased correlation ratio
 *   measure (1935)
 */
export function association(a: ValueColumn, b: ValueColumn): number {
  const [x, y] = [valuesOf(a), valuesOf(b)];
  const both = Array.from(x, (_, row) => row).filter((row) => !Number.isNaN(x[row]!) && !Number.isNaN(y[row]!));
  if (both.length < 10) return 0;
  const [left, right] = [x, y].map((values) => Float64Array.from(both, (row) => values[row]!));
  const [orderedA, orderedB] = [a, b].map(({ kind }) => kind !== 'categorical');
  if (orderedA && orderedB) return Math.abs(pearson(ranks(left!), ranks(right!)));
  if (!orderedA && !orderedB) return cramersV(left!, right!);
  return orderedA ? correlationRatio(right!, ranks(left!)) : correlationRatio(left!, ranks(right!));
}

/** @returns numbers, or codes of categories; NaN for missing ones. */
function valuesOf(column: ValueColumn): Float64Array {
  if (column.kind === 'numeric' || column.kind === 'date') {
    return column.values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  }
  const codes = column.kind === 'boolean' ? column.values : column.codes;
  return Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : code));
}

/** @returns ranks from 0; equal values have their mean. */
export function ranks(values: Float64Array): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranked = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranked[order[i]!] = (start + end - 1) / 2;
    start = end;
  }
  return ranked;
}

function pearson(x: Float64Array, y: Float64Array): number {
  const [mx, my] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    xy += (value - mx!) * (y[i]! - my!);
    xx += square(value - mx!);
    yy += square(y[i]! - my!);
  });
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

function cramersV(x: Float64Array, y: Float64Array): number {
  const [nx, ny] = [countsOf(x), countsOf(y)];
  if (Math.min(nx.size, ny.size) < 2) return 0;
  const cells = new Map<string, { x: number; y: number; rows: number }>();
  x.forEach((code, i) => {
    const key = `${code} ${y[i]!}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, { x: code, y: y[i]!, rows: 1 });
    else cell.rows++;
  });
  let sum = 0;
  for (const { x: a, y: b, rows } of cells.values()) sum += square(rows) / (nx.get(a)! * ny.get(b)!);
  // Many categories go together with anything by chance: that is taken off.
  const [kx, ky] = [nx.size - 1, ny.size - 1];
  const corrected = Math.max(0, sum - 1 - (kx * ky) / (x.length - 1));
  const room = Math.min(kx - square(kx) / (x.length - 1), ky - square(ky) / (x.length - 1));
  return room <= 0 ? 0 : Math.min(1, Math.sqrt(corrected / room));
}

function countsOf(codes: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

function correlationRatio(codes: Float64Array, values: Float64Array): number {
  const sums = new Map<number, { sum: number; rows: number }>();
  codes.forEach((code, i) => {
    const of = sums.get(code) ?? { sum: 0, rows: 0 };
    sums.set(code, { sum: of.sum + values[i]!, rows: of.rows + 1 });
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const total = values.reduce((sum, value) => sum + square(value - mean), 0);
  let between = 0;
  for (const { sum, rows } of sums.values()) between += rows * square(sum / rows - mean);
  const left = codes.length - sums.size;
  if (total === 0 || left <= 0) return 0;
  // Likewise: of as many categories as rows nothing is left.
  return Math.sqrt(Math.max(0, 1 - ((1 - between / total) * (codes.length - 1)) / left));
}
