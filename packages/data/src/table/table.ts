import type { Column, ValueColumn, Table } from './columns.ts';
import { dateLabel } from '../values/dates.ts';
import { isEmptyText } from './text.ts';

export type {
  BooleanColumn,
  CategoricalColumn,
  Column,
  DateColumn,
  ImageColumn,
  NumericColumn,
  Table,
  TextColumn,
  TokenStore,
  ValueColumn,
} from './columns.ts';

/** @returns the column of that name, or undefined. */
export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** @returns whether the column's cells are values, not texts or images. */
export function isValues(column: Column): column is ValueColumn {
  return column.kind !== 'text' && column.kind !== 'image';
}

/** @returns the number of missing values in `column`. */
export function countMissing(column: Column, rows: number): number {
  let missing = 0;
  for (let row = 0; row < rows; row++) if (isMissing(column, row)) missing++;
  return missing;
}

/** @returns whether the cell holds nothing. */
export function isMissing(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'numeric':
    case 'date':
      return !Number.isFinite(column.values[row]);
    case 'categorical':
      return column.codes[row]! < 0;
    case 'boolean':
      return column.values[row]! < 0;
    case 'text':
      return isEmptyText(column, row);
    case 'image':
      return false;
  }
}

/**
 * The cell as a label: what a class is called. Numbers are written as JavaScript writes them, dates as ISO 8601 does:
 * `YYYY-MM-DD` at midnight UTC.
 *
 * @returns the label, or null where the cell is missing, a text or an image.
 */
export function labelAt(column: Column, row: number): string | null {
  if (!isValues(column) || isMissing(column, row)) return null;
  switch (column.kind) {
    case 'numeric':
      return String(column.values[row]);
    case 'categorical':
      return column.categories[column.codes[row]!] ?? null;
    case 'boolean':
      return column.values[row] === 1 ? 'true' : 'false';
    case 'date':
      return dateLabel(column.values[row]!);
  }
}
