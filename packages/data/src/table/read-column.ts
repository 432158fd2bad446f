import { countedDate } from '../values/date-format.ts';
import type { DecidedColumn } from '../values/decide-column.ts';
import type { FileMarks } from '../values/decide-number.ts';
import type { ColumnReading, QuotedCell } from '../values/reading.ts';
import type { Column } from './table.ts';

/** Cells that don't fit are quoted up to this number; a run shows those outside its vault. */
export const MOST_EXAMPLES = 20;
/** Different marks for missing cells that are listed. */
export const MOST_MARKS = 20;
/** Characters that are quoted of a cell. */
export const QUOTED_LENGTH = 60;

/** A finished column and how it was read. */
export interface ReadColumn {
  column: Column;
  reading: ColumnReading;
}

/** What a file says of all its columns. */
export interface FileWords {
  marks: FileMarks;
  /** Further words that count as missing. */
  missing: ReadonlySet<string>;
  /** @returns the line of a row; 0 where lines mean nothing. */
  lineOf: (row: number) => number;
  /** @returns whether a column has no name in the file, so that it may be left out where it is empty. */
  isNameless?: (column: number) => boolean;
}

/** What to say of a file that says nothing. */
export const NO_WORDS: FileWords = { marks: { decimal: null, delimiter: null }, missing: new Set(), lineOf: () => 0 };

/** @returns a plain number as a column that was decided so has it: the number, a moment, or NaN where it doesn't fit. */
export function plainIn({ kind, number, date }: DecidedColumn, value: number, decimals: number): number {
  if (kind === 'date') return date?.unit == null ? Number.NaN : countedDate(value, date.unit);
  if (number?.decimal !== ',' || decimals === 0) return value;
  // A point in a column of decimal commas separates thousands.
  return number.thousands === '.' && decimals === 3 ? Math.round(value * 1_000) : Number.NaN;
}

/** @returns how a column was read. */
export function readingOf(
  column: string,
  decided: DecidedColumn,
  misfits: number,
  examples: QuotedCell[],
  marks: ReadonlyMap<string, number>,
): ColumnReading {
  const missing = [...marks].map(([mark, count]) => ({ mark, count })).filter(({ count }) => count > 0);
  return { ...decided, column, misfits, examples, missing, rowName: false };
}
