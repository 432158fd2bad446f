import type { Reading } from '../values/reading.ts';

/** A number column. Missing cells are NaN; infinite ones count as missing. */
export interface NumericColumn {
  kind: 'numeric';
  name: string;
  /** [rows], float64. */
  values: Float64Array;
}

/** A category column. Missing cells have code -1. */
export interface CategoricalColumn {
  kind: 'categorical';
  name: string;
  /** The distinct values, in the order of their first row. */
  categories: string[];
  /** [rows], int32: an index into `categories`. */
  codes: Int32Array;
}

/** A boolean column. Missing cells are -1. */
export interface BooleanColumn {
  kind: 'boolean';
  name: string;
  /** [rows], int8: 1, 0 or -1. */
  values: Int8Array;
}

/** A column of dates or times. Missing cells are NaN. */
export interface DateColumn {
  kind: 'date';
  name: string;
  /** [rows], float64: milliseconds since 1970 in UTC. */
  values: Float64Array;
}

/** Texts as sequences of word ids. */
export interface TokenStore {
  /** The distinct words, in the order of their first place in the file. */
  dictionary: string[];
  /** [rows + 1], uint32: where each row's words begin in `units`. */
  starts: Uint32Array;
  /** Word after word, uint16: ids below `WIDE` in one unit, others in two; see `text.ts`. */
  units: Uint16Array;
}

/** A text column, as sequences of words. A text without words counts as missing. */
export interface TextColumn {
  kind: 'text';
  name: string;
  /** The uploaded rows, in consecutive stores. */
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
  /** 1 for grayscale, 3 for RGB. */
  channels: number;
  /** The rows as uploaded, one store behind the other: [rows, height, width, channels], uint8. */
  stores: Uint8Array[];
  /** [rows], int32: which of the stored rows each row is. */
  at: Int32Array;
}

export type Column = NumericColumn | CategoricalColumn | BooleanColumn | DateColumn | TextColumn | ImageColumn;
/** A column with countable values: any kind except text and images. */
export type ValueColumn = Exclude<Column, { kind: 'text' | 'image' }>;

/** Typed columns of equal length, as uploaded. */
export interface Table {
  rows: number;
  columns: Column[];
  /** How the file was read; null for tables that weren't read from a text, or were stored before this was noted. */
  reading?: Reading | null;
}
