import type { Input } from '../define/index.ts';
import { StepwellError } from '../errors/index.ts';
import { rowSet, take, type Part } from '../rows/index.ts';
import {
  countDistinct,
  countMissing,
  findColumn,
  isMissing,
  labelAt,
  type Column,
  type NumericColumn,
  type Table,
} from '../table/index.ts';
import type { FittedColumn, FittedPreparation } from './preparation.ts';

/** The commonest categories get a column each; the rest share one. */
export const MAX_ONE_HOT = 50;
/** Squares of numbers beyond this overflow a float64. */
const HUGE = 1e150;

/**
 * Fits means, deviations and vocabularies on some rows of a part, and on no others.
 *
 * @param part the rows to choose from.
 * @param inputs the columns to prepare.
 * @param rows [n], int32: positions in `part` to fit on.
 */
export function fitPreparation(part: Part, inputs: Input[], rows: Int32Array): FittedPreparation {
  const columns = inputs.map((input) => {
    const column = findColumn(part.table, input.column);
    if (column === undefined) {
      throw new StepwellError('unknown_column', `The table has no column "${input.column}".`);
    }
    return fitColumn(column, rows);
  });
  const { target } = part;
  return {
    columns,
    width: columns.reduce((sum, column) => sum + widthOf(column), 0),
    target: target.kind === 'number' ? meanAndDeviation(Float64Array.from(rows, (row) => target.values[row]!)) : null,
    fittedOn: rowSet(take(part.ids, rows)),
  };
}

/** @returns how many numbers of a prepared row come from the column. */
export function widthOf(column: FittedColumn): number {
  const marked = column.markMissing ? 1 : 0;
  return marked + (column.kind === 'one-hot' ? column.categories.length + (column.others ? 1 : 0) : 1);
}

function fitColumn(column: Column, rows: Int32Array): FittedColumn {
  const { name } = column;
  const markMissing = rows.some((row) => isMissing(column, row));
  switch (column.kind) {
    case 'numeric':
      return { kind: 'z-score', column: name, ...fitNumbers(column, rows), markMissing };
    case 'boolean':
      return { kind: 'zero-one', column: name, markMissing };
    case 'categorical': {
      const counts = new Map<string, number>();
      for (const row of rows) {
        const label = labelAt(column, row);
        if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
      }
      // Commonest first; equals in the order of their names, so that the order of the rows does not matter.
      const ranked = [...counts.entries()].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([label]) => label);
      return {
        kind: 'one-hot',
        column: name,
        categories: ranked.slice(0, MAX_ONE_HOT),
        others: ranked.length > MAX_ONE_HOT,
        markMissing,
      };
    }
    case 'text':
      throw new StepwellError('unsupported_problem', `"${name}" holds texts, which can't be prepared yet.`);
  }
}

function fitNumbers(column: NumericColumn, rows: Int32Array): { scale: number; mean: number; sd: number } {
  const present = Float64Array.from(rows, (row) => column.values[row]!).filter(Number.isFinite);
  const largest = present.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest > HUGE ? largest : 1;
  return { scale, ...meanAndDeviation(scale === 1 ? present : present.map((value) => value / scale)) };
}

/** Population standard deviation (divisor n), as scikit-learn's StandardScaler; 1 where it would be 0. */
function meanAndDeviation(values: Float64Array): { mean: number; sd: number } {
  if (values.length === 0) return { mean: 0, sd: 1 };
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  const sd = Math.sqrt(squares / values.length);
  // A constant column's mean may be off by rounding: deviations that small are none.
  return { mean, sd: sd > 1e-12 * Math.abs(mean) ? sd : 1 };
}

/** What the prepared rows of a fit may take: an isolate has 128 MB for everything. */
const MAX_PREPARED_BYTES = 32_000_000;

/**
 * Refuses inputs that would become too wide for their rows once names are one-hot.
 *
 * @throws {StepwellError} `dataset_too_large`.
 */
export function checkWidth(table: Table, inputs: Input[]): void {
  let width = 0;
  for (const input of inputs) {
    const column = findColumn(table, input.column);
    if (column === undefined || column.kind === 'text') continue;
    const names = column.kind === 'categorical' ? Math.min(countDistinct(column, table.rows), MAX_ONE_HOT + 1) : 1;
    width += names + (countMissing(column, table.rows) > 0 ? 1 : 0);
  }
  const bytes = table.rows * width * Float32Array.BYTES_PER_ELEMENT;
  if (bytes <= MAX_PREPARED_BYTES) return;
  throw new StepwellError(
    'dataset_too_large',
    `Prepared, ${table.rows} rows of ${inputs.length} columns become ${width} numbers each, ${Math.ceil(bytes / 1e6)} MB; ${MAX_PREPARED_BYTES / 1e6} MB fit. Leave out columns with many different names, or send a random sample of the rows.`,
    { details: { width, limitBytes: MAX_PREPARED_BYTES } },
  );
}
