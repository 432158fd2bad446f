import { StepwellError } from '@stepwell/base/errors';
import { looksLikeAmbiguousDate, type Column, type Table } from '@stepwell/data/table';
import type { RunSpec } from '../../question/index.ts';
import { requireColumn } from './require-column.ts';

/**
 * When each row was seen: what its column of times says, or else its place among the rows.
 *
 * @returns [rows], float64; NaN where the cell is missing.
 * @throws {StepwellError} `unknown_column`, or `protocol_mismatch` where the column holds neither dates nor numbers.
 */
export function timesOf(table: Table, spec: RunSpec): Float64Array {
  if (spec.timeColumn === undefined) return Float64Array.from({ length: table.rows }, (_, row) => row);
  if (spec.target.includes(spec.timeColumn)) {
    throw new StepwellError(
      'protocol_mismatch',
      `"${spec.timeColumn}" can't be both the target and the time column. Choose another time column.`,
    );
  }
  const column = requireColumn(table, spec.timeColumn);
  if (column.kind !== 'date' && column.kind !== 'numeric') throw notTimes(column);
  return column.values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}

function notTimes(column: Column): StepwellError {
  const ambiguous = column.kind === 'categorical' && column.categories.some(looksLikeAmbiguousDate);
  const fix = ambiguous
    ? 'Its cells look like dates with an ambiguous day and month; write them as 2021-03-04 (year, month, day).'
    : 'Write its cells as dates (2021-03-04, 2021-03-04T05:06) or as numbers, and check for stray text.';
  return new StepwellError(
    'protocol_mismatch',
    `Rows can't be put in time order by "${column.name}": it is ${column.kind}, but dates or numbers were expected. ${fix}`,
    { details: { column: column.name, kind: column.kind } },
  );
}
