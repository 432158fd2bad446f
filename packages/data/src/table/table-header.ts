import { z } from 'zod';
import { StepwellError } from '@stepwell/base/errors';
import { reading } from '../values/reading.ts';
import type { Column, ImageColumn, Table, TextColumn } from './table.ts';

const MOST_DIMENSION = 0xffff;

/** Words are looked at in one go: a schema for each of 200,000 is slow. */
const words = z.custom<string[]>(
  (value) => Array.isArray(value) && value.every((word) => typeof word === 'string'),
  'a list of words',
);
const dimension = z.int().min(1).max(MOST_DIMENSION);
const count = z.int().nonnegative();

/** Header of a stored column. */
export const columnHeader = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('numeric'), name: z.string() }),
  z.object({ kind: z.literal('categorical'), name: z.string(), categories: words }),
  z.object({ kind: z.literal('boolean'), name: z.string() }),
  z.object({ kind: z.literal('date'), name: z.string() }),
  z.object({
    kind: z.literal('text'),
    name: z.string(),
    stores: z.array(z.object({ dictionary: words, rows: count, units: count })),
  }),
  z.object({
    kind: z.literal('image'),
    name: z.string(),
    height: dimension,
    width: dimension,
    channels: z.union([z.literal(1), z.literal(3)]),
  }),
]);

/** The header of a stored table. */
export const tableHeader = z.object({
  rows: count,
  columns: z.array(columnHeader),
  /** How the file was read; tables that were stored before this was noted have none. */
  reading: reading.nullable().default(null),
});
export type TableHeader = z.infer<typeof tableHeader>;

/** @returns the header that `table` is stored with. */
export function headerOf(table: Table): z.input<typeof tableHeader> {
  return { rows: table.rows, columns: table.columns.map(columnHeaderOf), reading: table.reading ?? null };
}

function columnHeaderOf(column: Column): z.input<typeof columnHeader> {
  const { kind, name } = column;
  switch (kind) {
    case 'numeric':
    case 'boolean':
    case 'date':
      return { kind, name };
    case 'categorical':
      return { kind, name, categories: column.categories };
    case 'text': {
      requireUploaded(column);
      const stores = column.stores.map(({ dictionary, starts, units }) => ({
        dictionary,
        rows: starts.length - 1,
        units: units.length,
      }));
      return { kind, name, stores };
    }
    case 'image': {
      requireUploaded(column);
      const { height, width, channels } = column;
      return { kind, name, height, width, channels: channels === 1 ? 1 : 3 };
    }
  }
}

/** Rows that were picked are never stored: what is kept is the file. */
function requireUploaded({ name, at }: TextColumn | ImageColumn): void {
  if (at.every((stored, row) => stored === row)) return;
  throw new StepwellError(
    'internal',
    `Column "${name}" is a selection of rows, but only complete tables can be stored. Encode the table before selecting rows.`,
  );
}
