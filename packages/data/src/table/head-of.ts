import { labelAt, type Table } from './table.ts';
import { textAt } from './text.ts';

const ROWS = 5;
const COLUMNS = 50;
const LENGTH = 40;
const WORDS = 8;

/** @returns the first rows as read, as texts: [rows, columns], of at most five rows and fifty columns. */
export function headOf(table: Table): string[][] {
  return Array.from({ length: Math.min(ROWS, table.rows) }, (_, row) =>
    table.columns.slice(0, COLUMNS).map((column) => {
      if (column.kind === 'text') return textAt(column, row, WORDS).join(' ').slice(0, LENGTH);
      if (column.kind === 'image') return `${column.width}×${column.height}`;
      return labelAt(column, row)?.slice(0, LENGTH) ?? '';
    }),
  );
}
