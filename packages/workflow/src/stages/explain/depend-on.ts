import { generator, permutation } from '@stepwell/base/random';
import { findColumn, selectRows, type Column, type Table } from '@stepwell/data/table';
import { widthOfPredictions } from '@stepwell/metrics';
import type { Dependence } from './explanation.ts';
import { predictTable, type Fold } from './fold.ts';

const POINTS = 20;
const MOST_CATEGORIES = 12;
/** Rows of all folds that predictions are averaged over, and those shown by themselves. */
const MOST_ROWS = 200;
const LINES = 24;
const MOST_NAMES = 6;
/** Numbers are varied between these shares of the rows: beyond them there is little to learn from. */
const LEAST_SHARE = 0.02;

/**
 * Partial dependence: the mean prediction when a column has one value in all rows, and single rows likewise.
 *
 * @param names what is predicted: target columns, classes or labels.
 * @param rows the column's cells in the development rows, which set the points.
 * @returns null for texts and images, and where the column has a single value.
 * @see Friedman: Greedy function approximation (2001); Goldstein et al.: Peeking inside the black box (2015)
 */
export function dependOn(
  column: string,
  folds: readonly Fold[],
  names: readonly string[],
  table: Table,
  seed: number,
): Dependence | null {
  const points = pointsOf(findColumn(table, column)!);
  if (points === null || points.at.length < 2) return null;
  const count = points.at.length;
  // Of two classes the second says it all.
  const isBinary = names.length === 2 && folds[0]!.part.target.kind === 'classes';
  const shown = isBinary ? [1] : names.slice(0, MOST_NAMES).map((_, i) => i);
  const mean = shown.map(() => new Float64Array(count));
  const lines: number[][] = [];
  let rows = 0;
  folds.forEach((fold, at) => {
    const whole = fold.part.table;
    const wanted = Math.min(whole.rows, Math.ceil(MOST_ROWS / folds.length));
    const order = permutation(whole.rows, generator(seed, 'explain', `${column}/rows/${at}`)).subarray(0, wanted);
    const repeated = Int32Array.from({ length: wanted * count }, (_, i) => order[Math.floor(i / count)]!);
    const predictions = predictTable(fold, withColumn(selectRows(whole, repeated), points.column(wanted)));
    const width = widthOfPredictions(predictions);
    for (let row = 0; row < wanted; row++) {
      const line: number[] = [];
      for (let point = 0; point < count; point++) {
        const start = (row * count + point) * width;
        shown.forEach((code, i) => (mean[i]![point]! += predictions.values[start + code]!));
        line.push(predictions.values[start + shown[0]!]!);
      }
      if (lines.length < (LINES * (at + 1)) / folds.length) lines.push(line);
    }
    rows += wanted;
  });
  return {
    column,
    kind: points.kind,
    at: points.at,
    names: shown.map((code) => names[code]!),
    mean: mean.map((values) => Array.from(values, (sum) => sum / rows)),
    lines,
    line: names[shown[0]!]!,
  };
}

interface Points {
  kind: Dependence['kind'];
  at: (number | string)[];
  /** @returns the column with all points for each of so many rows in turn. */
  column(rows: number): Column;
}

function pointsOf(column: Column): Points | null {
  const { name, kind } = column;
  switch (kind) {
    case 'numeric':
    case 'date': {
      const sorted = column.values.filter(Number.isFinite).sort();
      const at = [...new Set(Array.from({ length: POINTS }, (_, i) => quantile(sorted, i)))].filter(Number.isFinite);
      const values = (rows: number) => Float64Array.from({ length: rows * at.length }, (_, i) => at[i % at.length]!);
      return {
        kind: kind === 'date' ? 'date' : 'number',
        at,
        column: (rows) => ({ kind, name, values: values(rows) }),
      };
    }
    case 'boolean': {
      const values = (rows: number) => Int8Array.from({ length: 2 * rows }, (_, i) => i % 2);
      return { kind: 'category', at: ['false', 'true'], column: (rows) => ({ kind, name, values: values(rows) }) };
    }
    case 'categorical': {
      const counts = column.categories.map(() => 0);
      for (const code of column.codes) if (code >= 0) counts[code]!++;
      const categories = column.categories
        .map((_, code) => code)
        .sort((a, b) => counts[b]! - counts[a]! || a - b)
        .slice(0, MOST_CATEGORIES)
        .map((code) => column.categories[code]!);
      const codes = (rows: number) =>
        Int32Array.from({ length: rows * categories.length }, (_, i) => i % categories.length);
      return { kind: 'category', at: categories, column: (rows) => ({ kind, name, categories, codes: codes(rows) }) };
    }
    case 'text':
    case 'image':
      return null;
  }
}

function quantile(sorted: Float64Array, i: number): number {
  const share = LEAST_SHARE + (i / (POINTS - 1)) * (1 - 2 * LEAST_SHARE);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}

function withColumn(table: Table, column: Column): Table {
  return { ...table, columns: table.columns.map((each) => (each.name === column.name ? column : each)) };
}
