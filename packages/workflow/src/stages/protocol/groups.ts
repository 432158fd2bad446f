import { StepwellError } from '@stepwell/base/errors';
import { isMissing, isValues, type Table } from '@stepwell/data/table';
import type { RunSpec } from '../../question/index.ts';
import { requireColumn } from './require-column.ts';
import { numberCells } from './identical-rows.ts';

/**
 * The groups to keep together. A row without a value is its own group.
 *
 * @param name the column that names them.
 * @returns [rows], int32.
 * @throws {StepwellError} `unknown_column`, or `protocol_mismatch` where the column can't name groups.
 */
export function groupsOf(table: Table, spec: RunSpec, name: string): Int32Array {
  if (spec.target.includes(name)) {
    throw new StepwellError(
      'protocol_mismatch',
      `"${name}" can't be both the target and the group column. Choose another group column.`,
    );
  }
  const column = requireColumn(table, name);
  if (!isValues(column)) {
    throw new StepwellError(
      'protocol_mismatch',
      `Rows can't be grouped by "${name}": it holds ${column.kind === 'text' ? 'text' : 'images'}. Number the groups instead; there is no limit on numbers.`,
      { details: { column: name } },
    );
  }
  let next = table.rows;
  return numberCells(column, table.rows).numbers.map((number, row) => (isMissing(column, row) ? next++ : number));
}
