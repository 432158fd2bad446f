import { StepwellError } from '@stepwell/base/errors';
import { isMissing, labelAt, type Column } from '@stepwell/data/table';
import { HASH_BUCKETS } from './bucket-of.ts';
import { cyclesIn, daysOf } from './date-parts.ts';
import { fitPieces } from './pieces.ts';
import { numberStep, type ColumnPreparation, type FittedColumn, type FittedNumber } from './preparation.ts';
import { applyScaling, fillOf, fitScaling } from './scaling.ts';

/** Most categories with their own column; the others share one. */
export const MAX_ONE_HOT = 50;

/**
 * Fits the preparation of one column.
 *
 * @param rows [n], int32: the training rows.
 * @param numbers whether the pieces of numbers are inputs too.
 * @throws {StepwellError} `test_table_mismatch` when the column is of a kind that the steps don't fit.
 */
export function fitColumn(
  column: Column,
  { steps }: ColumnPreparation,
  rows: Int32Array,
  numbers?: 'piecewise-linear',
): FittedColumn {
  const markMissing = steps.includes('mark-missing');
  const { name } = column;
  const step = steps.find((one) => one !== 'mark-missing');
  const number = numberStep.safeParse(step);
  if (column.kind === 'numeric' && number.success) {
    const fitted = fitNumber(name, presentAt(column, rows), number.data, markMissing);
    return numbers === undefined ? fitted : withPieces(fitted, presentAt(column, rows));
  }
  if (column.kind === 'boolean' && step === 'zero-one') return { kind: 'zero-one', column: name, markMissing };
  if (column.kind === 'date' && (step === 'date-parts' || step === 'date-cycles')) {
    return fitDates(name, presentAt(column, rows), step === 'date-parts', markMissing);
  }
  if (column.kind === 'numeric' && step === 'one-hot') {
    return fitOneHot(name, rankCategories(column, rows), markMissing);
  }
  if (column.kind === 'categorical' && step === 'hash') {
    return { kind: 'hash', column: name, buckets: HASH_BUCKETS, markMissing };
  }
  if (column.kind === 'categorical' && (step === 'one-hot' || step === 'frequency')) {
    const ranked = rankCategories(column, rows);
    return step === 'one-hot' ? fitOneHot(name, ranked, markMissing) : fitFrequency(name, ranked, markMissing);
  }
  throw new StepwellError(
    'test_table_mismatch',
    `Column "${name}" is ${column.kind}, which ${step ?? 'no step'} can't prepare. Choose another preparation for it.`,
  );
}

/** @returns how many numbers of a prepared row come from the column. */
export function widthOf(column: FittedColumn): number {
  return (column.markMissing ? 1 : 0) + widthOfValue(column);
}

function widthOfValue(column: FittedColumn): number {
  switch (column.kind) {
    case 'one-hot':
      return column.categories.length + (column.others ? 1 : 0);
    case 'hash':
      return column.buckets;
    case 'date-parts':
      return (column.trend === null ? 0 : 1) + 2 * column.parts.length;
    case 'number':
      return 1 + (column.pieces?.length ?? 0);
    default:
      return 1;
  }
}

function fitNumber(
  column: string,
  present: Float64Array,
  step: FittedNumber['step'],
  markMissing: boolean,
): FittedNumber {
  const scaling = fitScaling(present, step);
  return { kind: 'number', column, step, scaling, fill: fillOf(scaling, step, present), markMissing };
}

function withPieces(fitted: FittedNumber, present: Float64Array): FittedNumber {
  const pieces = fitPieces(present.map((value) => applyScaling(fitted.scaling, value)));
  return pieces.length === 0 ? fitted : { ...fitted, pieces };
}

function fitDates(column: string, present: Float64Array, trend: boolean, markMissing: boolean): FittedColumn {
  return {
    kind: 'date-parts',
    column,
    trend: trend ? fitScaling(present.map(daysOf), 'z-score') : null,
    parts: cyclesIn(present),
    markMissing,
  };
}

interface Ranked {
  name: string;
  count: number;
}

function fitOneHot(column: string, ranked: Ranked[], markMissing: boolean): FittedColumn {
  const categories = ranked.slice(0, MAX_ONE_HOT).map(({ name }) => name);
  return { kind: 'one-hot', column, categories, others: ranked.length > MAX_ONE_HOT, markMissing };
}

function fitFrequency(column: string, ranked: Ranked[], markMissing: boolean): FittedColumn {
  const present = ranked.reduce((sum, { count }) => sum + count, 0);
  const shares = ranked.map(({ count }) => count / present);
  const perRow = Float64Array.from(ranked.flatMap(({ count }, at) => Array.from({ length: count }, () => shares[at]!)));
  return {
    kind: 'frequency',
    column,
    categories: ranked.map(({ name }) => name),
    shares,
    scaling: fitScaling(perRow, 'z-score'),
    markMissing,
  };
}

/** Sorts categories, most common first; ties by name, so the order of the rows doesn't matter. */
function rankCategories(column: Column, rows: Int32Array): Ranked[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const label = labelAt(column, row);
    if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts.entries()]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([name, count]) => ({ name, count }));
}

function presentAt(column: Extract<Column, { kind: 'numeric' | 'date' }>, rows: Int32Array): Float64Array {
  const present = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) if (!isMissing(column, row)) present[count++] = column.values[row]!;
  return present.subarray(0, count);
}
