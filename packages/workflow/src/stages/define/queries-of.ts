import { StepwellError } from '@stepwell/base/errors';
import { findColumn, isMissing, isValues, labelAt, type Table } from '@stepwell/data/table';

/**
 * The query of each row, numbered as they come. A row without one is a query of its own.
 *
 * @returns [rows], int32.
 * @throws {StepwellError} `unknown_column`, or `protocol_mismatch` for texts and images.
 */
export function queriesOf(table: Table, name: string): Int32Array {
  const column = findColumn(table, name);
  if (column === undefined) throw new StepwellError('unknown_column', `The table has no column "${name}".`);
  if (!isValues(column)) {
    throw new StepwellError(
      'protocol_mismatch',
      `"${name}" can't name queries: it holds ${column.kind === 'text' ? 'text' : 'images'}. Number the queries instead.`,
      { details: { column: name } },
    );
  }
  const known = new Map<string, number>();
  let next = 0;
  return Int32Array.from({ length: table.rows }, (_, row) => {
    const label = isMissing(column, row) ? null : labelAt(column, row);
    if (label === null) return next++;
    const found = known.get(label);
    if (found !== undefined) return found;
    known.set(label, next);
    return next++;
  });
}
