import { StepwellError } from '@stepwell/base/errors';
import { findColumn, type Table } from '@stepwell/data/table';
import type { Anchors, Relation } from '@stepwell/metrics/targets';
import { forecastColumns, type Forecast } from '../../question/index.ts';

/**
 * What the naive forecasts of a table's rows say.
 *
 * @throws {StepwellError} `unknown_column` where the table has no such columns.
 */
export function readAnchors(table: Table, forecast: Forecast): Anchors {
  const names = forecastColumns(forecast);
  return {
    ...readRelation(table, forecast),
    naive: cellsNamed(table, names.naive),
    last: numbersNamed(table, names.last),
    slopes: numbersNamed(table, names.slope),
    units: numbersNamed(table, names.unit),
    steps: numbersNamed(table, names.step),
  };
}

/**
 * What the forecasts of a table's rows are relative to: what is expected of each step, and the row's scale.
 *
 * @throws {StepwellError} `unknown_column` where the table has no such columns.
 */
export function readRelation(table: Table, forecast: Forecast): Relation {
  const names = forecastColumns(forecast);
  return { expected: cellsNamed(table, names.expected), scales: numbersNamed(table, names.scale) };
}

/** Columns of numbers, row by row. */
function cellsNamed(table: Table, names: readonly string[]): Float64Array {
  const columns = names.map((name) => numbersNamed(table, name));
  const cells = new Float64Array(table.rows * columns.length);
  columns.forEach((values, i) => {
    for (let row = 0; row < table.rows; row++) cells[row * columns.length + i] = values[row]!;
  });
  return cells;
}

function numbersNamed(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column?.kind === 'numeric') return column.values;
  throw new StepwellError(
    'unknown_column',
    `The table has no column of numbers "${name}", which a forecast is relative to. Send the history of the series instead, or rows as the model was trained on.`,
    { details: { column: name } },
  );
}
