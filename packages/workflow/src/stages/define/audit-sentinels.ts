import { findColumn, type Table } from '@stepwell/data/table';
import type { Finding } from './definition.ts';

/** A value that stands for missing is repeated so often at least, */
const MIN_ROWS = 3;
/** in this share of the rows, */
const MIN_SHARE = 0.005;
/** and as far from all others as these lie apart. */
const MIN_GAP = 1;

/**
 * Finds numbers that may stand for missing values: one value at an end, repeated, and farther from its neighbor than all other
 * values lie apart, like -999 among temperatures.
 *
 * @param table the development rows.
 * @param columns those that count.
 */
export function auditSentinels(table: Table, columns: readonly string[]): Finding[] {
  return columns.flatMap((name): Finding[] => {
    const column = findColumn(table, name);
    if (column?.kind !== 'numeric') return [];
    const values = column.values.filter(Number.isFinite).sort();
    const found = sentinelIn(values);
    if (found === null) return [];
    const { value, rows, low, high } = found;
    return [
      {
        check: 'sentinel',
        severity: 'warn',
        finding: `"${name}" is ${value} in ${rows} rows, far from all its other values (${low} to ${high}). If that stands for a missing value: ${name}=missing:${value}.`,
        evidence: { column: name, value, rows, low, high },
      },
    ];
  });
}

/** @param sorted finite values, ascending. */
function sentinelIn(sorted: Float64Array): { value: number; rows: number; low: number; high: number } | null {
  const least = Math.max(MIN_ROWS, MIN_SHARE * sorted.length);
  for (const end of ['low', 'high'] as const) {
    const value = end === 'low' ? sorted[0] : sorted.at(-1);
    if (value === undefined) return null;
    const others = sorted.filter((other) => other !== value);
    const rows = sorted.length - others.length;
    // Most rows are no exception, and two or three values are classes.
    if (rows < least || rows * 2 > sorted.length || new Set(others.subarray(0, 200)).size < 4) continue;
    const [low, high] = [others[0]!, others.at(-1)!];
    const gap = end === 'low' ? low - value : value - high;
    if (gap > MIN_GAP * (high - low)) return { value, rows, low, high };
  }
  return null;
}
