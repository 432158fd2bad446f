import { z } from 'zod';
import { isMissing, labelAt, wordCountAt, type Column, type ValueColumn } from '../table/index.ts';

/** Distribution of a column's values, small enough to plot. */
export const shape = z.discriminatedUnion('kind', [
  /** Histogram of numbers, dates (milliseconds since 1970) or words per text, in bins of equal width from `low` to `high`. */
  z.object({ kind: z.literal('bins'), low: z.number(), high: z.number(), counts: z.array(z.int()) }),
  /** Categories: counts of the most common, most common first, and of the rest. */
  z.object({
    kind: z.literal('levels'),
    levels: z.array(z.object({ label: z.string(), count: z.int() })),
    others: z.object({ levels: z.int(), count: z.int() }),
  }),
  /** Nothing to plot: images and empty columns. */
  z.object({ kind: z.literal('none') }),
]);
export type Shape = z.infer<typeof shape>;

const BINS = 16;
const LEVELS = 8;
const LABEL_LENGTH = 40;

/** @returns the distribution of a column. */
export function shapeOf(column: Column, rows: number): Shape {
  switch (column.kind) {
    case 'numeric':
    case 'date':
      return binsOf(rows, (row) => column.values[row]!);
    case 'text':
      return binsOf(rows, (row) => wordCountAt(column, row) || Number.NaN);
    case 'image':
      return { kind: 'none' };
    default:
      return levelsOf(column, rows);
  }
}

/** Skips values that aren't finite; a value on an inner edge counts in the bin above it. */
function binsOf(rows: number, at: (row: number) => number): Shape {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    const value = at(row);
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return { kind: 'none' };
  const counts = Array.from({ length: low === high ? 1 : BINS }, () => 0);
  // Halves keep the width of the widest range finite.
  const width = high / 2 - low / 2;
  for (let row = 0; row < rows; row++) {
    const value = at(row);
    if (!Number.isFinite(value)) continue;
    const bin = width === 0 ? 0 : Math.floor(((value / 2 - low / 2) / width) * counts.length);
    counts[Math.min(counts.length - 1, bin)]!++;
  }
  return { kind: 'bins', low, high, counts };
}

function levelsOf(column: ValueColumn, rows: number): Shape {
  const counts = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    if (isMissing(column, row)) continue;
    const label = labelAt(column, row)!;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  if (counts.size === 0) return { kind: 'none' };
  // Equals stay in the order of their first row.
  const ranked = [...counts].sort(([, a], [, b]) => b - a);
  const left = ranked.slice(LEVELS);
  return {
    kind: 'levels',
    levels: ranked.slice(0, LEVELS).map(([label, count]) => ({ label: label.slice(0, LABEL_LENGTH), count })),
    others: { levels: left.length, count: left.reduce((sum, [, count]) => sum + count, 0) },
  };
}
