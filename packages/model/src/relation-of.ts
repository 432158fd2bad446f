import { StepwellError } from '@stepwell/base/errors';
import { findColumn, type Table } from '@stepwell/data/table';
import type { Relation } from '@stepwell/metrics/targets';
import { forecastColumns } from '@stepwell/workflow/question';
import { readRelation } from '@stepwell/workflow/training';
import type { Model } from './model.ts';

/** Columns of rows that a forecast is relative to, beside the model's inputs: what is expected of each step, and the scale. */
export function relationColumns({ question: { forecast } }: Pick<Model, 'question'>): string[] {
  if (forecast === undefined) return [];
  const { expected, scale } = forecastColumns(forecast);
  return [...expected, scale];
}

/**
 * What the forecasts of some rows are relative to; null of a model that predicts rows as they are.
 *
 * @throws {StepwellError} `unknown_column` for rows without it.
 */
export function relationOf(model: Pick<Model, 'question'>, table: Table): Relation | null {
  const { forecast } = model.question;
  if (forecast === undefined) return null;
  for (const name of relationColumns(model)) {
    const column = findColumn(table, name);
    if (column?.kind === 'numeric' && column.values.every(Number.isFinite)) continue;
    throw new StepwellError(
      'unknown_column',
      `A forecast is relative to "${name}", which some rows lack. Send the history of the series instead: its "${forecast.target}" in order of time.`,
      { details: { column: name } },
    );
  }
  return readRelation(table, forecast);
}
