import { bucketsOf, mergeBuckets, type Buckets } from './buckets.ts';
import type { Columns } from './columns.ts';

/** All points of one metric, in short. */
export interface Line {
  /** Values, those included that no bucket shows. */
  count: number;
  /** The value at the largest step; of several, the one that came last. */
  last: { step: number; value: number };
  buckets: Buckets;
}

/** Steps that are asked for, both ends included. */
export interface StepSpan {
  from: number;
  to: number;
}

/**
 * Adds the points of columns to lines.
 *
 * @param lines by metric.
 * @param wanted only these metrics; null for all.
 * @param most buckets of a line.
 */
export function addColumns(
  lines: Map<string, Line>,
  columns: Columns,
  wanted: ReadonlySet<string> | null,
  most: number,
  span: StepSpan = { from: -Infinity, to: Infinity },
): void {
  for (const [name, { rows, values }] of columns.metrics) {
    if (wanted !== null && !wanted.has(name)) continue;
    const line = lineOf(columns.steps, rows, values, most, span);
    if (line === null) continue;
    const known = lines.get(name);
    lines.set(name, known === undefined ? line : mergeLines(known, line, most));
  }
}

/** @returns both lines as one. @param later the one whose points came later. */
export function mergeLines(earlier: Line, later: Line, most: number): Line {
  return {
    count: earlier.count + later.count,
    last: later.last.step >= earlier.last.step ? later.last : earlier.last,
    buckets: mergeBuckets(earlier.buckets, later.buckets, most),
  };
}

function lineOf(
  allSteps: Float64Array,
  rows: Uint32Array | null,
  allValues: Float64Array,
  most: number,
  { from, to }: StepSpan,
): Line | null {
  const steps = new Float64Array(allValues.length);
  const values = new Float64Array(allValues.length);
  let count = 0;
  let last = { step: -Infinity, value: NaN };
  for (let i = 0; i < allValues.length; i++) {
    const step = allSteps[rows === null ? i : rows[i]!]!;
    if (step < from || step > to) continue;
    steps[count] = step;
    values[count] = allValues[i]!;
    if (step >= last.step) last = { step, value: allValues[i]! };
    count++;
  }
  if (count === 0) return null;
  return { count, last, buckets: bucketsOf(steps.subarray(0, count), values.subarray(0, count), most) };
}
