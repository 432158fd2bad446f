import { StepwellError } from '@stepwell/base/errors';
import { findColumn, type Table } from '@stepwell/data/table';
import { forecastColumns, type Forecast } from '../../question/index.ts';
import type { Seal } from '../../stages/protocol/index.ts';

const FEWEST_ROWS = 10;

/**
 * Seals the origins at or after a time. An earlier one is for development only if all its targets are known by then, so none of the
 * values that a sealed row is tested on has been learned: what lies between is used for nothing.
 *
 * @param table one row an origin.
 * @throws {StepwellError} `too_few_rows`.
 */
export function sealOrigins(table: Table, forecast: Forecast, cut: number): Seal {
  const times = numbersNamed(table, forecast.time);
  const known = numbersNamed(table, forecastColumns(forecast).known);
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
  const sealed = rows.filter((row) => times[row]! >= cut);
  const development = rows.filter((row) => known[row]! <= cut && times[row]! < cut);
  if (sealed.length === 0 || development.length < FEWEST_ROWS) {
    throw new StepwellError(
      'too_few_rows',
      `Of ${table.rows} moments to forecast from, ${development.length} are left to learn from and ${sealed.length} to test on: between the two lies a gap of ${forecast.horizon} steps, so that no value is in both. Use a shorter horizon, or a longer history.`,
      {
        details: {
          origins: table.rows,
          development: development.length,
          sealed: sealed.length,
          horizon: forecast.horizon,
        },
      },
    );
  }
  return {
    development,
    sealed,
    unlabelled: 0,
    unscored: new Int32Array(0),
    undated: 0,
    fromTestFile: false,
    earlier: 0,
    knownGroups: 0,
  };
}

/** @returns a column of numbers or dates that every table of origins has. */
export function numbersNamed(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column?.kind === 'numeric' || column?.kind === 'date') return column.values;
  throw new Error(`a table of origins lacks "${name}"`);
}
