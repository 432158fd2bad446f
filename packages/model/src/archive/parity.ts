import { z } from 'zod';
import type { Predictions } from '@stepwell/metrics';
import type { Model } from '../model.ts';
import { rowsOfJson, type JsonRow } from '../rows-of-json.ts';
import type { SignatureColumn } from '../signature.ts';
import type { Table } from '@stepwell/data/table';
import { relationColumns } from '../relation-of.ts';

/** Rows that fill the ranges seen in training; then one for each of the first columns, in which it is missing. */
const FILLED = 12;
const MOST_MISSING = 8;
/** Between two engines: float32's rounding over a model's sums. */
const TOLERANCE = 1e-5;

/** Smaller outputs are compared as if they were that large: a small probability may be what float32 leaves of 1. */
const LEAST = 0.1;

/** Rows with the outputs that are expected of them. */
export const parity = z.object({
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  /** [rows][outputs]: probabilities of classes or labels, or numbers in the target's unit. */
  expected: z.array(z.array(z.number())),
});
export type Parity = z.infer<typeof parity>;

/**
 * Makes up rows from what a signature says, without looking at a training row: through the ranges, all categories in turn, and
 * missing values. A model of images has none.
 *
 * @param predict predicts rows.
 */
export function makeParity(model: Model, predict: (table: Table) => Predictions): Parity {
  const { signature } = model;
  if (signature.some(({ kind }) => kind === 'image')) return { rows: [], expected: [] };
  const rows = Array.from({ length: FILLED }, (_, i): JsonRow => rowOf(model, i));
  // What a forecast is relative to is never missing.
  const relation = new Set(relationColumns(model));
  signature
    .filter(({ name }) => !relation.has(name))
    .slice(0, MOST_MISSING)
    .forEach(({ name }, i) => rows.push({ ...rowOf(model, i), [name]: null }));
  const { values } = predict(rowsOfJson(rows, signature).table);
  const width = values.length / rows.length;
  return { rows, expected: rows.map((_, row) => Array.from(values.slice(row * width, (row + 1) * width))) };
}

/**
 * The largest difference between predictions and what is expected, in relation to it; of numbers near 0, in relation to the
 * target's standard deviation, since they are sums of larger ones.
 */
export function parityError(
  { preparation }: Pick<Model, 'preparation'>,
  { expected }: Parity,
  { values }: Predictions,
): number {
  const flat = expected.flat();
  if (flat.length !== values.length) return Infinity;
  const sd = preparation.target?.log === undefined ? preparation.target?.sd : undefined;
  return flat.reduce((most, value, i) => {
    const error = Math.abs(value - values[i]!) / Math.max(sd?.[i % sd.length] ?? LEAST, Math.abs(value));
    return Number.isNaN(error) ? Infinity : Math.max(most, error);
  }, 0);
}

/** @returns whether that is no more than engines may differ. */
export function isParity(error: number): boolean {
  return error <= TOLERANCE;
}

function rowOf(model: Model, i: number): JsonRow {
  return Object.fromEntries(model.signature.map((column, at) => [column.name, cellOf(model, column, i + at)]));
}

function cellOf(model: Model, { kind, range, date, categories }: SignatureColumn, i: number): JsonRow[string] {
  switch (kind) {
    case 'numeric':
      return range === null ? null : Number(within(range, i).toPrecision(12));
    case 'date':
      // Milliseconds since 1970, unless numbers of the training file count otherwise.
      return range === null || (date !== null && date.unit !== null) ? null : Math.round(within(range, i));
    case 'boolean':
      return i % 2 === 0;
    case 'categorical':
      return categories === null || categories.length === 0 ? null : categories[i % categories.length]!;
    case 'text':
      return textOf(model.preparation.text?.words ?? [], i);
    case 'image':
      return null;
  }
}

function within({ low, high }: { low: number; high: number }, i: number): number {
  return low + ((i % FILLED) / (FILLED - 1)) * (high - low);
}

/** A few of the words that the model knows. */
function textOf(words: readonly string[], i: number): string {
  if (words.length === 0) return '';
  return Array.from({ length: 6 }, (_, at) => words[(7 * i + 3 * at) % words.length]!).join(' ');
}
