import { columnReadingOf, dateFormat, fileReadingOf, numberFormat } from '@stepwell/data/values';
import { TextBuilder, type Column, type Table } from '@stepwell/data/table';
import { z } from 'zod';
import { imageLook } from './image-look.ts';

const range = z.object({ low: z.number(), high: z.number(), median: z.number() });

/** One column that a model takes: what it holds, how it was written, and what was seen of it in training. */
export const signatureColumn = z.object({
  name: z.string(),
  kind: z.enum(['numeric', 'categorical', 'boolean', 'date', 'text', 'image']),
  /** How its numbers or dates were written in the file; null for plain ones. */
  number: numberFormat.nullable(),
  date: dateFormat.nullable(),
  /** How it was asked to be read, as in the spec; other rows are read likewise. */
  read: z.array(z.string()),
  /** Of numbers, and of dates in milliseconds since 1970; null for others, and where none was known. */
  range: range.nullable(),
  /** Categories in training, most common first; null for other columns. */
  categories: z.array(z.string()).nullable(),
  /** Whether `categories` lacks some of them, being too many. */
  more: z.boolean(),
  /** Of images. */
  size: z.object({ height: z.int(), width: z.int(), channels: z.int() }).nullable(),
  /** Of images, what those of training look like; models of earlier versions lack it. */
  look: imageLook.nullable().optional(),
});
export type SignatureColumn = z.infer<typeof signatureColumn>;

/** Columns that a model takes. */
export const signature = z.array(signatureColumn);
export type Signature = z.infer<typeof signature>;

/** @returns a table without rows whose columns are of the signature's kinds: what rows of another file are put under. */
export function emptyTable(columns: Signature): Table {
  return {
    rows: 0,
    columns: columns.map(emptyColumn),
    reading: {
      file: fileReadingOf('model'),
      columns: columns.map(({ name, kind, number, date }) => columnReadingOf(name, kind, { number, date })),
    },
  };
}

function emptyColumn({ name, kind, categories, size }: SignatureColumn): Column {
  switch (kind) {
    case 'numeric':
    case 'date':
      return { kind, name, values: new Float64Array(0) };
    case 'boolean':
      return { kind, name, values: new Int8Array(0) };
    case 'categorical':
      return { kind, name, categories: [...(categories ?? [])], codes: new Int32Array(0) };
    case 'text':
      return new TextBuilder(name).finish();
    case 'image':
      return { kind, name, ...size!, stores: [], at: new Int32Array(0) };
  }
}
