import { dateLabel } from './dates.ts';

/** A column of numbers. Missing cells are NaN; infinite ones are kept as such, and count as missing. */
export interface NumericColumn {
  kind: 'numeric';
  name: string;
  /** [rows], float64. */
  values: Float64Array;
}

/** A column of names. Missing cells have code -1. */
export interface CategoricalColumn {
  kind: 'categorical';
  name: string;
  /** The distinct values, in the order of their first row. */
  categories: string[];
  /** [rows], int32: an index into `categories`. */
  codes: Int32Array;
}

/** A column of true and false. Missing cells are -1. */
export interface BooleanColumn {
  kind: 'boolean';
  name: string;
  /** [rows], int8: 1, 0 or -1. */
  values: Int8Array;
}

/** A column of dates, or of moments. Missing cells are NaN. */
export interface DateColumn {
  kind: 'date';
  name: string;
  /** [rows], float64: milliseconds since 1970 in UTC. */
  values: Float64Array;
}

/** A column with more distinct texts than a category can have. Its cells are not kept. */
export interface TextColumn {
  kind: 'text';
  name: string;
  /** Cells that held something. */
  present: number;
}

export type Column = NumericColumn | CategoricalColumn | BooleanColumn | DateColumn | TextColumn;

/** Typed columns of equal length, as uploaded. */
export interface Table {
  rows: number;
  columns: Column[];
}

/** @returns the column of that name, or undefined. */
export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** @returns how many of the rows have no value in `column`. */
export function countMissing(column: Column, rows: number): number {
  if (column.kind === 'text') return rows - column.present;
  let missing = 0;
  for (let row = 0; row < rows; row++) if (isMissing(column, row)) missing++;
  return missing;
}

/** @returns whether the cell holds nothing. A text column's cells are unknown, hence never missing. */
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
      return false;
  }
}

/**
 * The cell as a label: what a class is called. Numbers are written as JavaScript writes them, dates as ISO 8601 does:
 * `YYYY-MM-DD` at midnight UTC.
 *
 * @returns the label, or null where the cell is missing or its text was not kept.
 */
export function labelAt(column: Column, row: number): string | null {
  if (column.kind === 'text' || isMissing(column, row)) return null;
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
