import { StepwellError } from '@stepwell/base/errors';
import type { Target } from '@stepwell/metrics/targets';
import { findColumn, labelAt, type Column, type Table } from '@stepwell/data/table';
import type { Question } from '../../question/index.ts';
import { queriesOf } from './queries-of.ts';
import { readAnchors } from '../../training/rows/index.ts';
import { splitLabels } from './label-sets.ts';

/**
 * The most label values, one per row and label: one byte here, one in the rows of a split, and four in a fit. At
 * six bytes, that is 24 MB.
 */
const MAX_LABEL_VALUES = 4_000_000;

/**
 * The target of every row. Rows must have one: those without are set aside when the vault is sealed.
 *
 * @throws {StepwellError} `unknown_column`, `unsupported_problem`, or `dataset_too_large` for too many labels.
 */
export function readTarget(table: Table, question: Question): Target {
  const columns = question.target.map((name) => {
    const column = findColumn(table, name);
    if (column === undefined) throw new StepwellError('unknown_column', `The table has no column "${name}".`);
    return column;
  });
  if (question.labels !== null) return readLabels(columns, table.rows, question.labels, question.separator);
  if (question.query !== undefined) return readGrades(columns[0]!, table, question.query);
  if (question.classes === null) {
    const target = readNumbers(columns, table.rows);
    return question.forecast === undefined ? target : { ...target, anchors: readAnchors(table, question.forecast) };
  }
  const known = new Map(question.classes.map((label, code) => [label, code]));
  const codes = new Int32Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const label = labelAt(columns[0]!, row);
    codes[row] = label === null ? -1 : (known.get(label) ?? -1);
  }
  return {
    kind: 'classes',
    classes: question.classes,
    codes,
    ...(question.type === 'ordinal' ? { ordered: true as const } : {}),
  };
}

function readGrades(column: Column, table: Table, query: string): Target {
  const readable: Column =
    column.kind === 'boolean' ? { ...column, kind: 'numeric', values: Float64Array.from(column.values) } : column;
  const grades = readNumbers([readable], table.rows);
  return grades.kind === 'number' ? { ...grades, queries: queriesOf(table, query) } : grades;
}

function readNumbers(columns: Column[], rows: number): Extract<Target, { kind: 'number' }> {
  const width = columns.length;
  const values = new Float64Array(rows * width);
  columns.forEach((column, i) => {
    if (column.kind !== 'numeric') {
      throw new StepwellError(
        'unsupported_problem',
        `"${column.name}" is ${column.kind} and can't be predicted as a number. Choose a numeric column.`,
      );
    }
    for (let row = 0; row < rows; row++) values[row * width + i] = column.values[row]!;
  });
  return { kind: 'number', width, values };
}

function readLabels(columns: Column[], rows: number, labels: string[], separator: string | null): Target {
  const width = labels.length;
  checkSize(rows, width);
  const values = new Uint8Array(rows * width);
  if (separator === null) {
    columns.forEach((column, i) => {
      for (let row = 0; row < rows; row++) values[row * width + i] = isSet(column, row) ? 1 : 0;
    });
  } else {
    const place = new Map(labels.map((label, i) => [label, i]));
    for (let row = 0; row < rows; row++) {
      for (const label of splitLabels(labelAt(columns[0]!, row) ?? '', separator)) {
        const at = place.get(label);
        if (at !== undefined) values[row * width + at] = 1;
      }
    }
  }
  return { kind: 'labels', labels, values };
}

function checkSize(rows: number, labels: number): void {
  if (rows * labels <= MAX_LABEL_VALUES) return;
  throw new StepwellError(
    'dataset_too_large',
    `${rows} rows with ${labels} labels each make ${rows * labels} values; at most ${MAX_LABEL_VALUES} are supported. Leave out rare labels, or use a random sample of the rows.`,
    { details: { rows, labels, limit: MAX_LABEL_VALUES } },
  );
}

function isSet(column: Column, row: number): boolean {
  return (column.kind === 'boolean' || column.kind === 'numeric') && column.values[row] === 1;
}
