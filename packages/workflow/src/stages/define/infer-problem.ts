import { StepwellError } from '@stepwell/base/errors';
import type { MetricName } from '@stepwell/metrics/names';
import { countDistinct, isValues, type Column, type Table } from '@stepwell/data/table';
import type { ProblemType, RunSpec } from '../../question/index.ts';
import { findSeparator, labelsOf } from './label-sets.ts';
import { classesOf, tooManyClassesError, uniqueTargetError, MAX_CLASSES } from './classes.ts';
import { emptyQuestion, type InferredProblem } from './inferred-problem.ts';
import { inferOrdinal } from './infer-ordinal.ts';
import { inferRanking } from './infer-ranking.ts';
import { checkNumbers, isZeroOne } from './number-targets.ts';
import { targetColumns } from './target-columns.ts';

/** Whole numbers with at most this many unique values are treated as classes. */
const MAX_NUMERIC_CLASSES = 10;
/** … if each class has this many rows on average. */
const MIN_ROWS_PER_NUMERIC_CLASS = 10;
/** Fewer labelled rows than this can't be split into training, validation and test. */
export const MIN_ROWS = 10;

const OF_NUMBERS: readonly MetricName[] = ['mae', 'mse', 'rmse', 'r2', 'mape'];

/**
 * Infers the type of the problem from the target's values. Categories, true/false, two values, or a few whole numbers are
 * classes; cells that list several values are sets of labels, and so are several columns of 0 and 1; other numbers are
 * quantities. The user's choice, or a measure that only fits one kind, takes precedence.
 *
 * @param table the development rows.
 * @throws {StepwellError} a code of the family "the question" in `ERROR_CODES`.
 * @see Chollet, Deep Learning with Python, 4.5.1: Defining the problem and assembling a dataset
 */
export function inferProblem(table: Table, spec: RunSpec): InferredProblem {
  const columns = targetColumns(table, spec);
  if (spec.query !== undefined) return inferRanking(columns, table, spec, spec.query);
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
      const why = `Each of the ${columns.length} target columns holds only 0 and 1, so each is a label`;
      return { ...emptyQuestion(columns, 'multilabel'), labels, why, by };
    }
    throw mismatch(
      `"${odd.name}" holds values other than 0 and 1, or true and false, so it can't be a label. Encode it as 0 and 1, or leave it out.`,
    );
  }
  if (type !== 'vector-regression') {
    throw mismatch(
      `${columns.length} target columns can be predicted as numbers or as labels of 0 and 1, not as ${type}. Choose one target column, or another type.`,
    );
  }
  const odd = columns.find((column) => column.kind !== 'numeric');
  if (odd !== undefined) {
    throw mismatch(
      `Of ${columns.length} target columns, "${odd.name}" holds ${odd.kind === 'date' ? 'dates' : 'categories'}. Several targets can be predicted together only if all are numbers or all are 0 and 1. Run each target separately.`,
    );
  }
  checkNumbers(columns);
  return {
    ...emptyQuestion(columns, 'vector-regression'),
    why: `You chose ${columns.length} columns of numbers`,
    by,
  };
}

function inferOne(column: Column, table: Table, spec: RunSpec): InferredProblem {
  if (column.kind === 'date') {
    throw mismatch(
      `"${column.name}" holds dates, which can't be predicted. Convert it to a number, such as days since a fixed date.`,
    );
  }
  if (column.kind === 'image')
    throw mismatch(`"${column.name}" holds images, which can't be predicted. Choose the column with their labels.`);
  if (column.kind === 'text') throw uniqueTargetError(column.name, table.rows);
  const { type, measure: asked } = spec;
  if (spec.levels !== undefined && type !== 'ordinal') {
    throw mismatch('Levels are the order of classes. Choose the type ordinal, or leave the levels out.');
  }
  if (type !== undefined) return applyType(type, column, table, spec.levels);
  const asNumber = asked !== undefined && OF_NUMBERS.includes(asked);
  if (column.kind === 'categorical' && !asNumber) {
    const separator = findSeparator(column, table.rows);
    if (separator !== null) return labelSet(column, separator, 'rule');
  }
  const distinct = countDistinct(column, table.rows);
  if (column.kind !== 'numeric') {
    if (!asNumber) return classes(column, table, `"${column.name}" has ${distinct} unique values`, 'rule');
    throw new StepwellError(
      'measure_mismatch',
      `"${column.name}" has ${distinct} categories, but ${asked} measures numbers. Use accuracy or log-loss.`,
      { details: { measure: asked } },
    );
  }
  if (asNumber) return number(column, `You chose ${asked}, which measures numbers`, 'user');
  if (asked !== undefined && asked !== 'custom') {
    return classes(column, table, `You chose ${asked}, which measures classes`, 'user');
  }
  if (distinct === 2) return classes(column, table, `"${column.name}" has two unique values`, 'rule');
  const few =
    distinct <= MAX_NUMERIC_CLASSES &&
    table.rows / distinct >= MIN_ROWS_PER_NUMERIC_CLASS &&
    column.values.every((value) => !Number.isFinite(value) || Number.isInteger(value));
  if (!few) return number(column, `"${column.name}" is a number with ${distinct} unique values`, 'rule');
  return classes(
    column,
    table,
    `"${column.name}" has only ${distinct} unique whole numbers, so they are treated as classes; choose mae to predict a quantity`,
    'rule',
  );
}

/** The type the user chose, if the column allows it. */
function applyType(type: ProblemType, column: Column, table: Table, levels?: string[]): InferredProblem {
  const why = `You chose ${type}`;
  switch (type) {
    case 'ranking':
      throw mismatch(
        'Ranking needs the column that says which query each row belongs to. Name it as the query column, such as --query qid.',
      );
    case 'vector-regression':
      throw mismatch('Vector regression predicts several numbers. Choose more than one target column.');
    case 'scalar-regression':
      if (column.kind === 'numeric') return number(column, why, 'user');
      throw mismatch(
        `"${column.name}" holds categories, but scalar regression predicts a number. Choose a numeric column, or multiclass.`,
      );
    case 'multilabel': {
      const separator = column.kind === 'categorical' ? findSeparator(column, table.rows, 0) : null;
      if (separator !== null && column.kind === 'categorical') return labelSet(column, separator, 'user');
      throw mismatch(
        `"${column.name}" has no cell that lists several labels. Separate them with |, ; or a comma, or use one column of 0 and 1 per label.`,
      );
    }
    case 'ordinal':
      return inferOrdinal(classes(column, table, why, 'user'), column, levels);
    case 'binary':
    case 'multiclass': {
      const found = classes(column, table, why, 'user');
      if (found.type === type || type === 'multiclass') return { ...found, type };
      throw mismatch(
        `"${column.name}" has ${found.classes!.length} classes, but binary needs exactly two. Choose multiclass.`,
      );
    }
  }
}

function number(column: Column, why: string, by: InferredProblem['by']): InferredProblem {
  const { bounds } = checkNumbers([column]);
  return { ...emptyQuestion([column], 'scalar-regression'), bounds, why, by };
}

function labelSet(
  column: Extract<Column, { kind: 'categorical' }>,
  separator: string,
  by: InferredProblem['by'],
): InferredProblem {
  const labels = labelsOf(column, separator);
  if (labels.length > MAX_CLASSES) throw tooManyClassesError(column.name, labels.length);
  const overrule = by === 'user' ? '' : '. To take each combination as a class of its own, choose multiclass';
  const why = `Cells of "${column.name}" list several labels, separated by "${separator}"${overrule}`;
  return { ...emptyQuestion([column], 'multilabel'), labels, separator, why, by };
}

function classes(column: Column, table: Table, why: string, by: InferredProblem['by']): InferredProblem {
  const labels = classesOf(column, table);
  return { ...emptyQuestion([column], labels.length === 2 ? 'binary' : 'multiclass'), classes: labels, why, by };
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
