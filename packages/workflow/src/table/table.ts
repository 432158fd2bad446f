import { dateLabel } from './dates.ts';
import { isEmptyText } from './text.ts';

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

/** Some rows' texts as the ids of their words. */
export interface TokenStore {
  /** The distinct words, in the order of their first place in the file. */
  dictionary: string[];
  /** [rows + 1], uint32: where each row's words begin in `units`. */
  starts: Uint32Array;
  /** Word after word, uint16: ids below `WIDE` in one unit, others in two; see `text.ts`. */
  units: Uint16Array;
}

/** A column of texts, as sequences of words. A text without a word counts as missing. */
export interface TextColumn {
  kind: 'text';
  name: string;
  /** The rows as uploaded, one store behind the other. */
  stores: TokenStore[];
  /** [rows], int32: which of the stored rows each row is. */
  at: Int32Array;
}

/** A column of images of one size. None is missing. */
export interface ImageColumn {
  kind: 'image';
  name: string;
  height: number;
  width: number;
  /** 1 for grey, 3 for red, green and blue. */
  channels: number;
  /** The rows as uploaded, one store behind the other: [rows, height, width, channels], uint8. */
  stores: Uint8Array[];
  /** [rows], int32: which of the stored rows each row is. */
  at: Int32Array;
}

export type Column = NumericColumn | CategoricalColumn | BooleanColumn | DateColumn | TextColumn | ImageColumn;
/** A column whose cells are values: what can be counted, told apart and predicted. */
export type ValueColumn = Exclude<Column, { kind: 'text' | 'image' }>;

/** Typed columns of equal length, as uploaded. */
export interface Table {
  rows: number;
  columns: Column[];
}

/** @returns the column of that name, or undefined. */
export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** @returns whether the column's cells are values, not texts or images. */
export function isValues(column: Column): column is ValueColumn {
  return column.kind !== 'text' && column.kind !== 'image';
}

/** @returns how many of the rows have no value in `column`. */
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
