import { StepwellError } from '@stepwell/base/errors';
import { isMissing, isValues, type Table } from '@stepwell/data/table';
import type { RunSpec } from '../../question/index.ts';
import { columnNamed } from './column-named.ts';
import { numberCells } from './identical-rows.ts';

/**
 * The groups that the person asked to be kept together. A row without a value is a group of its own.
 *
 * @param name the column that names them.
 * @returns [rows], int32.
 * @throws {StepwellError} `unknown_column`, or `protocol_mismatch` where the column can't name groups.
 */
export function groupsOf(table: Table, spec: RunSpec, name: string): Int32Array {
  if (spec.target.includes(name)) {
    throw new StepwellError(
      'protocol_mismatch',
      `"${name}" can't be both what is predicted and what keeps rows together. Name another column of groups.`,
    );
  }
  const column = columnNamed(table, name);
  if (!isValues(column)) {
    throw new StepwellError(
      'protocol_mismatch',
      `Rows can't be kept together by "${name}": it holds ${column.kind === 'text' ? 'texts' : 'images'}. Number the groups instead: there is no limit to numbers.`,
      { details: { column: name } },
    );
  }
  let next = table.rows;
  return numberCells(column, table.rows).numbers.map((number, row) => (isMissing(column, row) ? next++ : number));
}
