import { formatCount } from '@stepwell/base/format';
import { rowKeys, findColumn, isMissing, labelAt, type Column, type Table } from '@stepwell/data/table';
import type { Target } from '@stepwell/metrics/targets';
import type { Finding, Input } from './definition.ts';

/** Numbers within this share of their column's standard deviation are nearly equal. */
const NEARLY = 0.01;
/** With fewer numeric columns than this, nearly equal rows are expected. */
const MIN_NUMBERS = 3;

/** Finds duplicate, near-duplicate and contradicting rows. */
export function auditCopies(table: Table, target: Target, inputs: Input[]): Finding[] {
  const names = inputs.map((input) => input.column);
  const keys = rowKeys(table, names);
  const { duplicates, conflicting } = countCopies(keys, target);
  const findings: Finding[] = [];
  if (duplicates > 0) {
    findings.push({
      check: 'duplicates',
      severity: duplicates > table.rows / 20 ? 'warn' : 'info',
      finding: `${duplicates} ${duplicates === 1 ? 'row repeats' : 'rows repeat'} an earlier one. A copy in both training and validation makes a model look better than it is.`,
      evidence: { duplicates },
    });
  }
  if (conflicting > 0 && target.kind !== 'number') {
    findings.push({
      check: 'conflicting-labels',
      severity: conflicting > table.rows / 20 ? 'warn' : 'info',
      finding: `${formatCount(conflicting, 'row')} ${conflicting === 1 ? 'has' : 'have'} the same inputs as an earlier row but a different class. No model can get both right.`,
      evidence: { conflicting },
    });
  }
  const near = countNearCopies(table, names, keys);
  if (near > 0) {
    findings.push({
      check: 'near-duplicates',
      severity: near > table.rows / 20 ? 'warn' : 'info',
      finding: `${near} rows are nearly identical to an earlier one: every number is within ${NEARLY * 100} % of its standard deviation. If they measure the same thing twice, set a group column to keep them together.`,
      evidence: { near },
    });
  }
  return findings;
}

function countCopies(keys: string[], target: Target): { duplicates: number; conflicting: number } {
  const seen = new Map<string, number>();
  let duplicates = 0;
  let conflicting = 0;
  for (const [row, key] of keys.entries()) {
    const first = seen.get(key);
    if (first === undefined) seen.set(key, row);
    else if (sameTarget(target, first, row)) duplicates++;
    else conflicting++;
  }
  return { duplicates, conflicting };
}

/** Counts rows in the same grid cell as an earlier row but not equal to it. */
function countNearCopies(table: Table, names: string[], keys: string[]): number {
  const columns = names.map((name) => findColumn(table, name)!);
  if (columns.filter((column) => column.kind === 'numeric').length < MIN_NUMBERS) return 0;
  const grids = columns.map((column) => gridOf(column, table.rows));
  const seen = new Map<string, string>();
  let near = 0;
  for (let row = 0; row < table.rows; row++) {
    const cell = JSON.stringify(grids.map((grid) => grid(row)));
    const first = seen.get(cell);
    if (first === undefined) seen.set(cell, keys[row]!);
    else if (first !== keys[row]) near++;
  }
  return near;
}

function gridOf(column: Column, rows: number): (row: number) => string | number | null {
  if (column.kind !== 'numeric') return (row) => labelAt(column, row);
  const scale = column.values.reduce(
    (most, value, row) => (isMissing(column, row) ? most : Math.max(most, Math.abs(value))),
    0,
  );
  if (scale === 0) return (row) => (isMissing(column, row) ? null : 0);
  // Scaled by the largest, to keep every square finite.
  const scaled = (row: number) => column.values[row]! / scale;
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let row = 0; row < rows; row++) {
    if (isMissing(column, row)) continue;
    const value = scaled(row);
    count++;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }
  const width = NEARLY * Math.sqrt(squares / Math.max(1, count));
  const usable = Number.isFinite(width) && width > 0;
  return (row) => (isMissing(column, row) ? null : usable ? Math.round((scaled(row) - mean) / width) : 0);
}

function sameTarget(target: Target, a: number, b: number): boolean {
  if (target.kind === 'classes') return target.codes[a] === target.codes[b];
  const width = target.kind === 'number' ? target.width : target.labels.length;
  for (let i = 0; i < width; i++) if (target.values[a * width + i] !== target.values[b * width + i]) return false;
  return true;
}
