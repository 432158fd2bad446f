import { StepwellError } from '@stepwell/base/errors';
import { csvCell } from '@stepwell/base/format';
import { dateLabel, findColumn, labelAt, type Column, type Table } from '@stepwell/data/table';
import type { Predictions } from '@stepwell/metrics';
import { lookAheadOf, rowsOfHistory, type LookAhead } from '@stepwell/workflow/training';
import { stringify } from 'csv-stringify/sync';
import { alignTable } from './align.ts';
import type { Model } from './model.ts';
import { relationColumns } from './relation-of.ts';

/** Whether a file holds the history of series rather than rows as the model was trained on. */
export function isHistory(model: Model, table: Table): boolean {
  const { forecast } = model.question;
  if (forecast === undefined) return false;
  return relationColumns(model).some((name) => findColumn(table, name) === undefined);
}

/**
 * Forecasts from the end of each series of a history: the columns of the training file, in any order of rows.
 *
 * @param predict predicts rows as the signature has them.
 * @throws {StepwellError} as `rowsOfHistory` and `alignTable` do.
 */
export function forecastHistory(model: Model, table: Table, predict: (table: Table) => Predictions): LookAhead {
  const { forecast } = model.question;
  if (forecast === undefined) {
    throw new StepwellError(
      'unsupported_problem',
      'The model predicts rows by themselves. Send rows instead of a history.',
    );
  }
  const history = rowsOfHistory(
    table,
    forecast,
    model.signature.map(({ name }) => name),
  );
  const aligned = alignTable(history.table, model.signature).table;
  return lookAheadOf(history.sources, history, predict(aligned), model.certainty?.bands ?? null);
}

/** The rows that a model takes, made of a history, as CSV: what goes into `predict.py` and `model.onnx`. */
export function historyRowsCsv(model: Model, table: Table): string {
  const names = model.signature.map(({ name }) => name);
  const rows = rowsOfHistory(table, model.question.forecast!, names).table;
  const columns = names.map((name) => findColumn(rows, name));
  const lines = Array.from({ length: rows.rows }, (_, row) =>
    columns.map((column) => (column === undefined ? '' : cellOf(column, row))),
  );
  return stringify([names.map(csvCell), ...lines]);
}

function cellOf(column: Column, row: number): string | number {
  if (column.kind === 'numeric') return Number.isFinite(column.values[row]) ? column.values[row]! : '';
  return csvCell(labelAt(column, row) ?? '');
}

/** A forecast as CSV: one line for each series and step ahead. */
export function forecastCsv({ target, series: column, time }: Named, { times, series }: LookAhead): string {
  const hasIntervals = series.some(({ steps }) => steps.some(({ low }) => low !== null));
  const header = [
    ...(column === null ? [] : [column]),
    'step',
    ...(times === 'none' ? [] : [time]),
    target,
    ...(hasIntervals ? [`low90(${target})`, `high90(${target})`] : []),
  ];
  const lines = series.flatMap(({ name, steps }) =>
    steps.map((step, i) => [
      ...(column === null ? [] : [name]),
      i + 1,
      ...(times === 'none' ? [] : [timeCell(step.time, times)]),
      step.value,
      ...(hasIntervals ? [step.low ?? '', step.high ?? ''] : []),
    ]),
  );
  return stringify(
    [header, ...lines].map((line) => line.map((cell) => (typeof cell === 'string' ? csvCell(cell) : cell))),
  );
}

/** The names that a forecast's columns have. */
interface Named {
  target: string;
  series: string | null;
  time: string;
}

function timeCell(time: number | null, times: LookAhead['times']): string | number {
  if (time === null) return '';
  return times === 'date' ? dateLabel(time) : time;
}
