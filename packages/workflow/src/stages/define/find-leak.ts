import { countRows, type Target } from '@stepwell/metrics/targets';
import { isMissing, type ValueColumn } from '@stepwell/data/table';

/** A column that is right this often on its own leaks the target. */
const LEAK_ACCURACY = 0.995;
/** … and so does a number whose linear fit explains this much. */
const LEAK_R2 = 0.999;
const MIN_ROWS = 30;
/** Empty cells, and filled ones, from which a pattern of empty cells counts. */
const MIN_GAPS = 10;
/** Each value must have this many rows on average; with fewer, being right would be no surprise. */
const MIN_ROWS_PER_VALUE = 5;
/** Of a column with more values than this for each class, being right is what a good predictor does. */
const MOST_VALUES_PER_CLASS = 1;
/** Names of whom or what rows are about: so many, so many for each class, */
const MIN_NAMES = 10;
const MIN_NAMES_PER_CLASS = 3;
/** this share of them on several rows, */
const REPEATED = 0.9;
/** and, of numbers, so many changes of class in their order: points decide at a few, names have no order. */
const MIN_CHANGES = 0.25;

/** A column that is right about the target on its own. */
export interface Leak {
  /**
   * `leak`: it is the target written otherwise, names whom rows are about, or is missing where the target says so.
   * `strong`: it is right nearly every time, as a good predictor may be.
   */
  check: 'leak' | 'strong-predictor';
  why: string;
  evidence: Record<string, unknown>;
}

/**
 * Checks whether a column gives the target away on its own: by its values, on the rows where it has one (at least nine in ten
 * of them), or by where it is empty. That it is right nearly every time isn't enough for a leak: its values must also be the
 * classes by other names, or names of whom rows are about.
 *
 * @returns the sentence and its numbers, or null.
 */
export function findLeak(column: ValueColumn, rows: number, target: Target): Leak | null {
  if (rows < MIN_ROWS) return null;
  for (const single of singleTargets(target)) {
    const leak = findLeakOf(column, rows, single);
    if (leak !== null) return leak;
  }
  return null;
}

/** Splits several numbers or labels into single targets; a label becomes two classes. */
function singleTargets(target: Target): Exclude<Target, { kind: 'labels' }>[] {
  const rows = countRows(target);
  switch (target.kind) {
    case 'classes':
      return [target];
    case 'number':
      return Array.from({ length: target.width }, (_, i) => ({
        kind: 'number',
        width: 1,
        values: Float64Array.from({ length: rows }, (_, row) => target.values[row * target.width + i]!),
      }));
    case 'labels':
      return target.labels.map((label, i) => ({
        kind: 'classes',
        classes: ['', label],
        codes: Int32Array.from({ length: rows }, (_, row) => target.values[row * target.labels.length + i]!),
      }));
  }
}

function findLeakOf(column: ValueColumn, rows: number, target: Exclude<Target, { kind: 'labels' }>): Leak | null {
  if (target.kind === 'number') {
    if (column.kind !== 'numeric') return null;
    const r2 = squaredCorrelation(column.values, target.values);
    // NaN if the squares overflow, which is no evidence of a leak.
    if (Number.isNaN(r2) || r2 < LEAK_R2) return null;
    const why = `leaks the target: it is the target in other units (r² = ${r2.toFixed(4)})`;
    return { check: 'leak', why, evidence: { r2 } };
  }
  return findLeakOfValues(column, rows, target) ?? findLeakOfGaps(column, rows, target);
}

/** Whether a column is empty for the rows of one class and for no others, such as a date on which something ended. */
function findLeakOfGaps(column: ValueColumn, rows: number, target: Extract<Target, { kind: 'classes' }>): Leak | null {
  const counts = [0, 1].map(() => new Map<number, number>());
  const classCounts = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    const code = target.codes[row]!;
    const side = counts[isMissing(column, row) ? 1 : 0]!;
    side.set(code, (side.get(code) ?? 0) + 1);
    classCounts.set(code, (classCounts.get(code) ?? 0) + 1);
  }
  const gaps = [...counts[1]!.values()].reduce((sum, count) => sum + count, 0);
  if (gaps < MIN_GAPS || rows - gaps < MIN_GAPS || classCounts.size < 2) return null;
  const right = counts.reduce((sum, side) => sum + Math.max(...side.values()), 0);
  const accuracy = right / rows;
  const majority = Math.max(...classCounts.values()) / rows;
  if (accuracy < LEAK_ACCURACY || 1 - accuracy > (1 - majority) / 10) return null;
  const why = `leaks the target: whether it is empty is right ${timesRight(accuracy)}, so it may be filled in once the outcome is known`;
  return { check: 'leak', why, evidence: { accuracy, majority, empty: gaps } };
}

function timesRight(accuracy: number): string {
  return accuracy === 1 ? 'every time' : `${(accuracy * 100).toFixed(1)} % of the time`;
}

function findLeakOfValues(
  column: ValueColumn,
  rows: number,
  target: Extract<Target, { kind: 'classes' }>,
): Leak | null {
  const cells = column.kind === 'categorical' ? column.codes : column.values;
  const counts = new Map<number, Map<number, number>>();
  let present = 0;
  const classCounts = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    if (isMissing(column, row)) continue;
    present++;
    const code = target.codes[row]!;
    const within = counts.get(cells[row]!) ?? new Map<number, number>();
    within.set(code, (within.get(code) ?? 0) + 1);
    counts.set(cells[row]!, within);
    classCounts.set(code, (classCounts.get(code) ?? 0) + 1);
  }
  if (present < 0.9 * rows || counts.size * MIN_ROWS_PER_VALUE > present) return null;
  let right = 0;
  for (const within of counts.values()) right += Math.max(...within.values());
  const accuracy = right / present;
  const majority = Math.max(...classCounts.values()) / present;
  if (accuracy < LEAK_ACCURACY || 1 - accuracy > (1 - majority) / 10) return null;
  const names = areNames(column, counts, classCounts.size);
  const evidence = { accuracy, majority, present, names };
  const often = timesRight(accuracy);
  // As many values as classes, and another for "unknown": the classes by other names.
  const renames = counts.size <= MOST_VALUES_PER_CLASS * classCounts.size + 1;
  return renames || names
    ? { check: 'leak', why: `leaks the target: on its own it is right ${often}`, evidence }
    : { check: 'strong-predictor', why: `is right ${often} on its own`, evidence };
}

/** Whether the values look like names of whom or what rows are about, such as patients, each with several rows. */
function areNames(column: ValueColumn, counts: Map<number, Map<number, number>>, classes: number): boolean {
  if (column.kind !== 'categorical' && column.kind !== 'numeric') return false;
  if (counts.size < Math.max(MIN_NAMES, MIN_NAMES_PER_CLASS * classes)) return false;
  const repeated = [...counts.values()].filter((within) => [...within.values()].reduce((sum, n) => sum + n, 0) > 1);
  if (repeated.length < REPEATED * counts.size) return false;
  if (column.kind === 'categorical') return true;
  const values = [...counts.keys()].sort((a, b) => a - b);
  if (!values.every(Number.isInteger)) return false;
  const commonest = values.map((value) => [...counts.get(value)!].sort(([, m], [, n]) => n - m)[0]![0]);
  const changes = commonest.filter((code, i) => i > 0 && code !== commonest[i - 1]).length;
  return changes >= MIN_CHANGES * values.length;
}

function squaredCorrelation(x: Float64Array, y: Float64Array): number {
  let n = 0;
  let meanX = 0;
  let meanY = 0;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i])) continue;
    n++;
    const dx = x[i]! - meanX;
    const dy = y[i]! - meanY;
    meanX += dx / n;
    meanY += dy / n;
    xx += dx * (x[i]! - meanX);
    yy += dy * (y[i]! - meanY);
    xy += dx * (y[i]! - meanY);
  }
  if (n < 0.9 * x.length || xx === 0 || yy === 0) return 0;
  return ((xy / xx) * xy) / yy;
}
