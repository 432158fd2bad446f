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
