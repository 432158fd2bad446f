import { contentKeys } from './content-keys.ts';
import { findColumn, isValues, labelAt, type Column, type Table } from './table.ts';

/**
 * A text for each row that is the same for rows with the same cells, also across tables. Texts and images stand in it as
 * a number that hardly another one has.
 *
 * @param columns the columns that count.
 * @returns [rows].
 */
export function rowKeys(table: Table, columns: string[]): string[] {
  const cells = columns.map((name) => cellKeys(findColumn(table, name)));
  return Array.from({ length: table.rows }, (_, row) => JSON.stringify(cells.map((keyAt) => keyAt(row))));
}

function cellKeys(column: Column | undefined): (row: number) => string | number | null {
  if (column === undefined) return () => null;
  if (isValues(column)) return (row) => labelAt(column, row);
  const keys = contentKeys(column);
  return (row) => keys[row]!;
}
