import { findColumn, labelAt, type Table } from '../table/index.ts';

/**
 * A text for each row that is the same for rows with the same cells, also across tables.
 *
 * @param columns the columns that count.
 * @returns [rows].
 */
export function rowKeys(table: Table, columns: string[]): string[] {
  const cells = columns.map((name) => findColumn(table, name));
  return Array.from({ length: table.rows }, (_, row) =>
    JSON.stringify(cells.map((column) => (column === undefined ? null : labelAt(column, row)))),
  );
}
