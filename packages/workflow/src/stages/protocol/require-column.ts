import { StepwellError } from '@stepwell/base/errors';
import { findColumn, type Column, type Table } from '@stepwell/data/table';

/**
 * @returns the column of that name.
 * @throws {StepwellError} `unknown_column`.
 */
export function requireColumn(table: Table, name: string): Column {
  const column = findColumn(table, name);
  if (column !== undefined) return column;
  throw new StepwellError('unknown_column', `The table has no column "${name}".`);
}
