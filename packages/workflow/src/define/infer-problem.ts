import { StepwellError } from '../errors/index.ts';
import type { MetricName, RunSpec } from '../spec/index.ts';
import { countDistinct, findColumn, labelAt, type Column, type NumericColumn, type Table } from '../table/index.ts';
import type { ProblemType } from './definition.ts';

/** Whole numbers with at most this many distinct values are taken for classes. */
const MAX_NUMERIC_CLASSES = 10;
/** … if each class has this many rows on average. */
const MIN_ROWS_PER_NUMERIC_CLASS = 10;
/** More classes than this can't be learned as one softmax here. */
export const MAX_CLASSES = 1_000;
/** Fewer labelled rows than this can't be split into training, validation and test. */
export const MIN_ROWS = 10;

const REGRESSION_METRICS: readonly MetricName[] = ['mae', 'mse'];

export type InferredProblem =
  | { type: 'binary' | 'multiclass'; classes: string[]; why: string }
  | { type: 'scalar-regression'; classes: null; why: string };

/**
 * Tells the type of the problem from the target's values. Names, true/false, two values, or a few whole numbers are
 * classes; other numbers are a quantity. A measure that the person named settles it.
 *
 * @param table the development rows.
 * @throws {StepwellError} a code of the family "the question" in `ERROR_CODES`.
 */
export function inferProblem(table: Table, spec: RunSpec): InferredProblem {
  const column = targetColumn(table, spec);
  if (column.kind === 'text') throw unique(column, table.rows);
  const distinct = countDistinct(column, table.rows);
  if (distinct === 0) {
    throw new StepwellError(
      'target_all_missing',
      `"${column.name}" is empty in every row to learn from. Choose a column that has values, or fill it in.`,
    );
  }
  if (distinct === 1) {
    throw new StepwellError(
      'target_constant',
      `"${column.name}" has the same value in every row to learn from, so there is nothing to predict. Choose another column, or add rows where it differs.`,
    );
  }
  const asked = spec.measure;
  const asNumber = asked !== undefined && REGRESSION_METRICS.includes(asked);
  if (column.kind !== 'numeric') {
    if (asNumber) {
      throw new StepwellError(
        'measure_mismatch',
        `"${column.name}" holds ${distinct} names, and ${asked} measures numbers. Use accuracy or log-loss.`,
        { details: { measure: asked } },
      );
    }
    return classes(column, table, distinct, `"${column.name}" holds ${distinct} different names`);
  }
  if (asNumber) {
    checkRange(column);
    return number(`${asked} was asked for, which measures numbers`);
  }
  if (asked !== undefined) {
    return classes(column, table, distinct, `${asked} was asked for, which measures classes`);
  }
  if (distinct === 2) return classes(column, table, distinct, `"${column.name}" has two different values`);
  checkRange(column);
  const few =
    distinct <= MAX_NUMERIC_CLASSES &&
    table.rows / distinct >= MIN_ROWS_PER_NUMERIC_CLASS &&
    column.values.every((value) => !Number.isFinite(value) || Number.isInteger(value));
  return few
    ? classes(
        column,
        table,
        distinct,
        `"${column.name}" has ${distinct} different whole numbers, few enough for classes; ask for mae to predict it as a quantity`,
      )
    : number(`"${column.name}" is a number with ${distinct} different values`);
}

/**
 * @returns the column to predict.
 * @throws {StepwellError} `unsupported_problem`, `unknown_column` or `too_few_rows`.
 */
export function targetColumn(table: Table, spec: RunSpec): Column {
  const [name, second] = spec.target;
  if (second !== undefined) {
    throw new StepwellError(
      'unsupported_problem',
      `Predicting ${spec.target.length} columns at once is not built yet. Name one target, and run the others one by one.`,
    );
  }
  for (const wanted of [...spec.target, ...spec.drop]) {
    if (!findColumn(table, wanted)) throw unknownColumn(table, wanted);
  }
  const column = findColumn(table, name!)!;
  if (spec.drop.includes(column.name)) {
    throw new StepwellError(
      'unknown_column',
      `"${column.name}" is both the target and left out. It can be one of them.`,
    );
  }
  return column;
}

/** Squares of numbers beyond these leave the float64s. */
const LARGEST_TARGET = 1e100;
const SMALLEST_TARGET = 1e-100;

function checkRange(column: NumericColumn): void {
  let largest = 0;
  for (const value of column.values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  if (largest <= LARGEST_TARGET && largest >= SMALLEST_TARGET) return;
  throw new StepwellError(
    'target_out_of_range',
    `The largest number of "${column.name}" is ${largest}; it must lie between ${SMALLEST_TARGET} and ${LARGEST_TARGET}. Write it in another unit.`,
  );
}

function number(why: string): InferredProblem {
  return { type: 'scalar-regression', classes: null, why };
}

function classes(column: Column, table: Table, distinct: number, why: string): InferredProblem {
  if (distinct === table.rows && distinct > 2) throw unique(column, table.rows);
  if (distinct > MAX_CLASSES) {
    throw new StepwellError(
      'too_many_classes',
      `"${column.name}" has ${distinct} classes; at most ${MAX_CLASSES} can be told apart here. Group the rare ones.`,
      { details: { classes: distinct, limit: MAX_CLASSES } },
    );
  }
  const labels = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    const label = labelAt(column, row);
    if (label !== null) labels.add(label);
  }
  const type: ProblemType = distinct === 2 ? 'binary' : 'multiclass';
  return { type, classes: sortLabels([...labels], column.kind === 'numeric'), why };
}

function sortLabels(labels: string[], numeric: boolean): string[] {
  return labels.sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
}

function unique(column: Column, rows: number): StepwellError {
  return new StepwellError(
    'target_unique',
    `"${column.name}" is different in every one of the ${rows} rows: it names the rows and can't be predicted. Choose another column.`,
  );
}

function unknownColumn(table: Table, wanted: string): StepwellError {
  const names = table.columns.map((column) => column.name);
  const alike = names.find((name) => name.toLowerCase() === wanted.toLowerCase());
  const hint =
    alike === undefined
      ? `It has ${names
          .slice(0, 8)
          .map((name) => `"${name}"`)
          .join(', ')}${names.length > 8 ? ' …' : ''}.`
      : `Did you mean "${alike}"?`;
  return new StepwellError('unknown_column', `The table has no column "${wanted}". ${hint}`, {
    details: { column: wanted },
  });
}
