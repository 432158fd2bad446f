import { z } from 'zod';
import {
  countMissing,
  isValues,
  labelAt,
  type Column,
  type Table,
  type TextColumn,
  type ValueColumn,
} from './table.ts';
import { textAt } from './text.ts';

/** What a person sees of a column before they start. */
export const columnSummary = z.object({
  name: z.string(),
  kind: z.enum(['numeric', 'categorical', 'boolean', 'date', 'text', 'image']),
  missing: z.int(),
  /** Distinct values present; null for texts and images. */
  distinct: z.int().nullable(),
  /** The first few distinct values, as labels; the words that texts begin with; the size of images. */
  examples: z.array(z.string()),
});
export type ColumnSummary = z.infer<typeof columnSummary>;

const EXAMPLES = 3;
const EXAMPLE_LENGTH = 40;
const EXAMPLE_WORDS = 8;

/** @returns a summary of every column, in order. */
export function summarize(table: Table): ColumnSummary[] {
  return table.columns.map((column) => summarizeColumn(column, table.rows));
}

function summarizeColumn(column: Column, rows: number): ColumnSummary {
  const { name, kind } = column;
  const missing = countMissing(column, rows);
  if (!isValues(column)) {
    const examples =
      column.kind === 'text' ? textExamples(column, rows) : [`${column.width}×${column.height}×${column.channels}`];
    return { name, kind, missing, distinct: null, examples };
  }
  const distinct = countDistinct(column, rows);
  const examples: string[] = [];
  for (let row = 0; row < rows && examples.length < EXAMPLES; row++) {
    const label = labelAt(column, row)?.slice(0, EXAMPLE_LENGTH);
    if (label !== undefined && !examples.includes(label)) examples.push(label);
  }
  return { name, kind, missing, distinct, examples };
}

function textExamples(column: TextColumn, rows: number): string[] {
  const examples: string[] = [];
  for (let row = 0; row < rows && examples.length < EXAMPLES; row++) {
    const start = textAt(column, row, EXAMPLE_WORDS).join(' ').slice(0, EXAMPLE_LENGTH);
    if (start !== '' && !examples.includes(start)) examples.push(start);
  }
  return examples;
}

/** @returns the number of unique values in `column`, without missing ones. */
export function countDistinct(column: ValueColumn, rows: number): number {
  if (column.kind === 'numeric' || column.kind === 'date') return countDistinctNumbers(column.values.subarray(0, rows));
  const seen = new Set<number>();
  const cells = column.kind === 'categorical' ? column.codes : column.values;
  for (let row = 0; row < rows; row++) if (cells[row]! >= 0) seen.add(cells[row]!);
  return seen.size;
}

/** Counts finite numbers that differ. Sorted they take a fraction of a set's memory. */
function countDistinctNumbers(values: Float64Array): number {
  const sorted = values.slice().sort();
  let distinct = 0;
  let before = Number.NaN;
  for (const value of sorted) {
    if (value !== before && Number.isFinite(value)) distinct++;
    before = value;
  }
  return distinct;
}
