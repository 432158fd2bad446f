import type { Table } from '../table/index.ts';

/** The target of some rows: classes by code, or numbers. */
export type Target =
  /** `codes`: [rows], int32, an index into `classes`, or -1 for a class that `classes` lacks. */
  | { kind: 'classes'; classes: string[]; codes: Int32Array }
  /** `values`: [rows], float64, in the target's own unit. */
  | { kind: 'number'; values: Float64Array };

/** Some rows of a dataset: their cells, their target, and which rows of the dataset they are. */
export interface Part {
  table: Table;
  target: Target;
  /** [rows], int32: row numbers in the dataset. */
  ids: Int32Array;
}

/** Row positions within a part, of one fold. */
export interface Split {
  /** [n], int32. */
  train: Int32Array;
  /** [m], int32. */
  validation: Int32Array;
}

/** @returns `values` at `rows`. */
export function take(values: Int32Array, rows: Int32Array): Int32Array {
  const taken = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]!]!;
  return taken;
}

/** @returns `0 … length - 1`, int32. */
export function allRows(length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => i);
}
