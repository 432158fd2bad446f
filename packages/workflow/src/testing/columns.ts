import type { BooleanColumn, CategoricalColumn, Column, NumericColumn, Table } from '../table/index.ts';

/** A column of numbers; null for a missing cell. */
export function numeric(name: string, cells: readonly (number | null)[]): NumericColumn {
  return { kind: 'numeric', name, values: Float64Array.from(cells, (cell) => cell ?? Number.NaN) };
}

/** A column of names, coded in the order of their first row; null for a missing cell. */
export function categorical(name: string, cells: readonly (string | null)[]): CategoricalColumn {
  const categories = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : categories.indexOf(cell)));
  return { kind: 'categorical', name, categories, codes };
}

/** A column of true and false; null for a missing cell. */
export function boolean(name: string, cells: readonly (boolean | null)[]): BooleanColumn {
  return { kind: 'boolean', name, values: Int8Array.from(cells, (cell) => (cell === null ? -1 : Number(cell))) };
}

/** A table of columns, which must be of that many rows. */
export function tableOf(rows: number, ...columns: Column[]): Table {
  return { rows, columns };
}

/** `count` cells, each made from its row number. */
export function cells<T>(count: number, make: (row: number) => T): T[] {
  return Array.from({ length: count }, (_, row) => make(row));
}
