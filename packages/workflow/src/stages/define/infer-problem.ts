import { StepwellError } from '@stepwell/base/errors';
import type { MetricName } from '@stepwell/metrics/names';
import { countDistinct, isValues, type Column, type Table } from '@stepwell/data/table';
import type { ProblemType, RunSpec, Question } from '../../question/index.ts';
import { findSeparator, labelsOf } from './label-sets.ts';
import { classesOf, tooMany, unique, MAX_CLASSES } from './classes.ts';
import { askNumbers, isZeroOne } from './number-targets.ts';
import { targetColumns } from './target-columns.ts';

/** Whole numbers with at most this many distinct values are taken for classes. */
const MAX_NUMERIC_CLASSES = 10;
/** … if each class has this many rows on average. */
const MIN_ROWS_PER_NUMERIC_CLASS = 10;
/** Fewer labelled rows than this can't be split into training, validation and test. */
export const MIN_ROWS = 10;

const OF_NUMBERS: readonly MetricName[] = ['mae', 'mse', 'rmse', 'r2', 'mape'];

/** A problem with the reason why it is taken for one, and who settled it. */
export interface InferredProblem extends Question {
  why: string;
  by: 'rule' | 'user';
}

/**
 * Tells the type of the problem from the target's values. Names, true/false, two values, or a few whole numbers are
 * classes; cells that list several names are sets of labels, and so are several columns of 0 and 1; other numbers are
 * quantities. The person's word, or a measure that only fits one kind, settles it.
 *
 * @param table the development rows.
 * @throws {StepwellError} a code of the family "the question" in `ERROR_CODES`.
 * @see Chollet, Deep Learning with Python, 4.5.1: Defining the problem and assembling a dataset
 */
export function inferProblem(table: Table, spec: RunSpec): InferredProblem {
  const columns = targetColumns(table, spec);
  for (const column of columns) checkVaries(column, table.rows);
  return columns.length > 1 ? inferSeveral(columns, table, spec) : inferOne(columns[0]!, table, spec);
}

function inferSeveral(columns: Column[], table: Table, spec: RunSpec): InferredProblem {
  const type =
    spec.type ?? (columns.every((column) => isZeroOne(column, table.rows)) ? 'multilabel' : 'vector-regression');
  const by = spec.type === undefined ? 'rule' : 'user';
  if (type === 'multilabel') {
    const odd = columns.find((column) => !isZeroOne(column, table.rows));
    if (odd === undefined) {
      const labels = columns.map((column) => column.name);
      const why = `${columns.length} columns of 0 and 1: each is a label that a row has or has not`;
      return { ...nothing(columns, 'multilabel'), labels, why, by };
    }
    throw mismatch(
      `"${odd.name}" holds other values than 0 and 1, or true and false, so it can't be a label of several.`,
    );
  }
  if (type !== 'vector-regression') {
    throw mismatch(`${columns.length} target columns can be numbers or labels of 0 and 1, not ${type}.`);
  }
  const odd = columns.find((column) => column.kind !== 'numeric');
  if (odd !== undefined) {
    throw mismatch(
      `Of ${columns.length} target columns "${odd.name}" holds ${odd.kind === 'date' ? 'dates' : 'names'}. Several targets are predicted at once when all are numbers, or all are 0 and 1. Name one target, and run the others one by one.`,
    );
  }
  askNumbers(columns);
  return {
    ...nothing(columns, 'vector-regression'),
    why: `${columns.length} columns of numbers are asked for at once`,
    by,
  };
}

function inferOne(column: Column, table: Table, spec: RunSpec): InferredProblem {
  if (column.kind === 'date') {
    throw mismatch(
      `"${column.name}" holds dates, and a date is not predicted. Make it a number, days from a fixed day for one.`,
    );
  }
  if (column.kind === 'image')
    throw mismatch(`"${column.name}" holds images, and an image is not predicted. Name the column of their labels.`);
  if (column.kind === 'text') throw unique(column.name, table.rows);
  const { type, measure: asked } = spec;
  if (type !== undefined) return obey(type, column, table);
  const asNumber = asked !== undefined && OF_NUMBERS.includes(asked);
  if (column.kind === 'categorical' && !asNumber) {
    const separator = findSeparator(column, table.rows);
    if (separator !== null) return labelSet(column, separator, 'rule');
  }
  const distinct = countDistinct(column, table.rows);
  if (column.kind !== 'numeric') {
    if (!asNumber) return classes(column, table, `"${column.name}" holds ${distinct} different names`, 'rule');
    throw new StepwellError(
      'measure_mismatch',
      `"${column.name}" holds ${distinct} names, and ${asked} measures numbers. Use accuracy or log-loss.`,
      { details: { measure: asked } },
    );
  }
  if (asNumber) return number(column, `${asked} was asked for, which measures numbers`, 'user');
  if (asked !== undefined && asked !== 'custom') {
    return classes(column, table, `${asked} was asked for, which measures classes`, 'user');
  }
  if (distinct === 2) return classes(column, table, `"${column.name}" has two different values`, 'rule');
  const few =
    distinct <= MAX_NUMERIC_CLASSES &&
    table.rows / distinct >= MIN_ROWS_PER_NUMERIC_CLASS &&
    column.values.every((value) => !Number.isFinite(value) || Number.isInteger(value));
  if (!few) return number(column, `"${column.name}" is a number with ${distinct} different values`, 'rule');
  return classes(
    column,
    table,
    `"${column.name}" has ${distinct} different whole numbers, few enough for classes; ask for mae to predict it as a quantity`,
    'rule',
  );
}

/** The type that the person named, where the column allows it. */
function obey(type: ProblemType, column: Column, table: Table): InferredProblem {
  const why = `${type} was asked for`;
  switch (type) {
    case 'vector-regression':
      throw mismatch('Vector regression predicts several numbers. Name more than one target column.');
    case 'scalar-regression':
      if (column.kind === 'numeric') return number(column, why, 'user');
      throw mismatch(`"${column.name}" holds names, and scalar regression predicts a number.`);
    case 'multilabel': {
      const separator = column.kind === 'categorical' ? findSeparator(column, table.rows, 0) : null;
      if (separator !== null && column.kind === 'categorical') return labelSet(column, separator, 'user');
      throw mismatch(
        `"${column.name}" has no cell that lists several labels. Separate them by | or ;, or name one column of 0 and 1 for each label.`,
      );
    }
    case 'binary':
    case 'multiclass': {
      const found = classes(column, table, why, 'user');
      if (found.type === type || type === 'multiclass') return { ...found, type };
      throw mismatch(`"${column.name}" has ${found.classes!.length} classes, and binary tells two apart.`);
    }
  }
}

function number(column: Column, why: string, by: InferredProblem['by']): InferredProblem {
  const { bounds } = askNumbers([column]);
  return { ...nothing([column], 'scalar-regression'), bounds, why, by };
}

function labelSet(
  column: Extract<Column, { kind: 'categorical' }>,
  separator: string,
  by: InferredProblem['by'],
): InferredProblem {
  const labels = labelsOf(column, separator);
  if (labels.length > MAX_CLASSES) throw tooMany(column.name, labels.length);
  const why = `cells of "${column.name}" list several labels, separated by "${separator}"`;
  return { ...nothing([column], 'multilabel'), labels, separator, why, by };
}

function classes(column: Column, table: Table, why: string, by: InferredProblem['by']): InferredProblem {
  const labels = classesOf(column, table);
  return { ...nothing([column], labels.length === 2 ? 'binary' : 'multiclass'), classes: labels, why, by };
}

function nothing(columns: Column[], type: ProblemType): Question {
  const target = columns.map((column) => column.name);
  return { type, target, classes: null, labels: null, separator: null, bounds: null };
}

function checkVaries(column: Column, rows: number): void {
  if (!isValues(column)) return;
  const distinct = countDistinct(column, rows);
  if (distinct === 0) {
    throw new StepwellError(
      'target_all_missing',
      `"${column.name}" is empty in every row to learn from. Choose a column that has values, or fill it in.`,
    );
  }
  if (distinct > 1) return;
  throw new StepwellError(
    'target_constant',
    `"${column.name}" has the same value in every row to learn from, so there is nothing to predict. Choose another column, or add rows where it differs.`,
  );
}

function mismatch(message: string): StepwellError {
  return new StepwellError('unsupported_problem', message);
}
