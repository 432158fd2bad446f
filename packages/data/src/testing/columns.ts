import {
  TextBuilder,
  type BooleanColumn,
  type CategoricalColumn,
  type Column,
  type ImageColumn,
  type NumericColumn,
  type Table,
  type TextColumn,
} from '../table/index.ts';

/** A column of numbers; null for a missing cell. */
export function numeric(name: string, cells: readonly (number | null)[]): NumericColumn {
  return { kind: 'numeric', name, values: Float64Array.from(cells, (cell) => cell ?? Number.NaN) };
}

/** A column of names, coded in the order of their first row; null for a missing cell. */
export function categorical(name: string, cells: readonly (string | null)[]): CategoricalColumn {
  const categories = [...new Set(cells.filter((cell) => cell !== null))];
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : codeOf.get(cell)!));
  return { kind: 'categorical', name, categories, codes };
}

/** A column of true and false; null for a missing cell. */
export function boolean(name: string, cells: readonly (boolean | null)[]): BooleanColumn {
  return { kind: 'boolean', name, values: Int8Array.from(cells, (cell) => (cell === null ? -1 : Number(cell))) };
}

/** A column of texts; '' for a missing cell. */
export function text(name: string, cells: readonly string[]): TextColumn {
  const builder = new TextBuilder(name);
  for (const cell of cells) builder.push(cell);
  return builder.finish();
}

/** A column of grey images, each given as its [height × width] bytes. */
export function images(name: string, height: number, width: number, cells: readonly number[][]): ImageColumn {
  return {
    kind: 'image',
    name,
    height,
    width,
    channels: 1,
    stores: [Uint8Array.from(cells.flat())],
    at: Int32Array.from(cells, (_, row) => row),
  };
}

/** A table of columns, which must be of that many rows. */
export function tableOf(rows: number, ...columns: Column[]): Table {
  return { rows, columns };
}

/** `count` cells, each made from its row number. */
export function cells<T>(count: number, make: (row: number) => T): T[] {
  return Array.from({ length: count }, (_, row) => make(row));
}
