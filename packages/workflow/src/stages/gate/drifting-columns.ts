import { findColumn, isMissing, labelAt, type Column, type Table } from '@stepwell/data/table';
import type { Input } from '../define/index.ts';

/** Halves whose distributions are further apart than this differ visibly. */
const VISIBLE = 0.1;
/** … and by more than roughly this many times what halves of one distribution differ by. */
const BEYOND_CHANCE = 1.95;
const MOST = 5;

/**
 * Columns whose values in the early half of the rows differ from those in the late half: for numbers by the largest gap
 * between the two cumulative distributions, for categories by half the sum of the differences of their shares.
 *
 * @param isLate [rows], uint8: 1 for the late half.
 * @returns the most different first.
 * @see Kolmogorov–Smirnov two-sample statistic; 1.95 is its critical value at 0.1 %
 */
export function driftingColumns(
  table: Table,
  inputs: Input[],
  isLate: Uint8Array,
): { column: string; distance: number }[] {
  return inputs
    .map(({ column: name }) => {
      const column = findColumn(table, name)!;
      return { column: name, ...distanceOf(column, isLate) };
    })
    .filter(({ distance, chance }) => distance > VISIBLE && distance > chance)
    .map(({ column, distance }) => ({ column, distance }))
    .sort((a, b) => b.distance - a.distance)
    .slice(0, MOST);
}

function distanceOf(column: Column, isLate: Uint8Array): { distance: number; chance: number } {
  const rows = Array.from(isLate, (_, row) => row).filter((row) => !isMissing(column, row));
  const late = rows.filter((row) => isLate[row] === 1).length;
  const early = rows.length - late;
  if (late === 0 || early === 0) return { distance: 0, chance: 1 };
  const reach = BEYOND_CHANCE * Math.sqrt((early + late) / (early * late));
  if (column.kind === 'numeric' || column.kind === 'date') {
    return { distance: cumulativeGap(column.values, rows, isLate, early, late), chance: reach };
  }
  const shares = new Map<string, number>();
  for (const row of rows) {
    const label = labelAt(column, row)!;
    shares.set(label, (shares.get(label) ?? 0) + (isLate[row] === 1 ? 1 / late : -1 / early));
  }
  const distance = [...shares.values()].reduce((sum, share) => sum + Math.abs(share), 0) / 2;
  // With many categories, many shares differ by chance: half the sum of their expected differences.
  return { distance, chance: reach * Math.max(1, Math.sqrt(shares.size / 4)) };
}

function cumulativeGap(values: Float64Array, rows: number[], isLate: Uint8Array, early: number, late: number): number {
  const order = rows.toSorted((a, b) => values[a]! - values[b]!);
  let gap = 0;
  let widest = 0;
  order.forEach((row, i) => {
    gap += isLate[row] === 1 ? 1 / late : -1 / early;
    const next = order[i + 1];
    if (next === undefined || values[next] !== values[row]) widest = Math.max(widest, Math.abs(gap));
  });
  return widest;
}
