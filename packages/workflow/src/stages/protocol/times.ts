import { StepwellError } from '@stepwell/base/errors';
import { looksLikeAmbiguousDate, type Column, type Table } from '@stepwell/data/table';
import type { RunSpec } from '../../question/index.ts';
import { columnNamed } from './column-named.ts';

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
      `"${spec.timeColumn}" can't be both what is predicted and what orders the rows. Name another column of times.`,
    );
  }
  const column = columnNamed(table, spec.timeColumn);
  if (column.kind !== 'date' && column.kind !== 'numeric') throw notTimes(column);
  return column.values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}

function notTimes(column: Column): StepwellError {
  const ambiguous = column.kind === 'categorical' && column.categories.some(looksLikeAmbiguousDate);
  const mend = ambiguous
    ? 'Its cells look like dates that may begin with the day or with the month: write them as 2021-03-04 (year, month, day).'
    : 'Write its cells as dates (2021-03-04, 2021-03-04T05:06) or as numbers, and look for stray text among them.';
  return new StepwellError(
    'protocol_mismatch',
    `Rows can't be put in order of time by "${column.name}": it is ${column.kind}, and dates or numbers were expected. ${mend}`,
    { details: { column: column.name, kind: column.kind } },
  );
}
