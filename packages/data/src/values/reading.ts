import { z } from 'zod';
import { dateFormat } from './date-format.ts';
import { numberFormat } from './number-format.ts';

/** A cell as written, and the line of the file where it stands; 0 where lines mean nothing. */
export const quotedCell = z.object({ line: z.int().nonnegative(), row: z.int().nonnegative(), cell: z.string() });
export type QuotedCell = z.infer<typeof quotedCell>;

/** Another way to read a column, in the words of the option `read`. */
export const alternative = z.object({ read: z.string(), why: z.string() });
export type Alternative = z.infer<typeof alternative>;

/** How a column was read. */
export const columnReading = z.object({
  column: z.string(),
  kind: z.enum(['numeric', 'categorical', 'boolean', 'date', 'text', 'image']),
  number: numberFormat.nullable(),
  date: dateFormat.nullable(),
  /** The format in a few words ("decimal comma", "day first"); empty for plain cells. */
  format: z.string(),
  /** Why, where it isn't obvious; empty for plain cells. */
  why: z.string(),
  /** Whether another reading is as likely. */
  doubtful: z.boolean(),
  /** Cells that did not fit and count as missing. */
  misfits: z.int().nonnegative(),
  /** Some of them. */
  examples: z.array(quotedCell),
  /** What counted as missing, with counts; the empty cell first. */
  missing: z.array(z.object({ mark: z.string(), count: z.int() })),
  alternatives: z.array(alternative),
  /** Whether it only names the rows, as the nameless first column of pandas and R does. */
  rowName: z.boolean(),
});
export type ColumnReading = z.infer<typeof columnReading>;

/** What columns of each kind hold, in words. */
export const KIND_WORDS: Record<ColumnReading['kind'], string> = {
  numeric: 'numbers',
  categorical: 'categories',
  boolean: 'true and false',
  date: 'dates',
  text: 'text',
  image: 'images',
};

/** Lines that were set aside, of one kind. */
export const setAside = z.object({
  why: z.enum(['cells', 'repeated-header', 'units', 'totals', 'comment', 'preamble', 'footer', 'unreadable']),
  count: z.int(),
  examples: z.array(z.object({ line: z.int(), text: z.string(), cells: z.int() })),
});
export type SetAside = z.infer<typeof setAside>;

/** How a file was read. */
export const fileReading = z.object({
  /** The format's short name, one of `FORMATS`. */
  format: z.string(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  quote: z.string().nullable(),
  escape: z.string().nullable(),
  decimal: z.enum(['.', ',']).nullable(),
  /** The header's line; 0 where there is none and columns are numbered; null where the format has no lines. */
  header: z.int().nonnegative().nullable(),
  /** The sheets of a workbook, the one that was read first; empty for other formats. */
  sheets: z.array(z.string()).default([]),
  /** What was assumed, in sentences a person can read. */
  notes: z.array(z.object({ severity: z.enum(['info', 'warn']), text: z.string() })),
  setAside: z.array(setAside),
});
export type FileReading = z.infer<typeof fileReading>;

/** How a table was read: the file, then each column. */
export const reading = z.object({ file: fileReading, columns: z.array(columnReading) });
export type Reading = z.infer<typeof reading>;

/** @returns how a file was read whose format leaves nothing open but what is given. */
export function fileReadingOf(format: string, given: Partial<FileReading> = {}): FileReading {
  return {
    format,
    encoding: null,
    delimiter: null,
    quote: null,
    escape: null,
    decimal: null,
    header: null,
    sheets: [],
    notes: [],
    setAside: [],
    ...given,
  };
}

/** @returns how a column was read whose cells leave nothing open but what is given. */
export function columnReadingOf(
  column: string,
  kind: ColumnReading['kind'],
  given: Partial<ColumnReading> = {},
): ColumnReading {
  return {
    column,
    kind,
    number: null,
    date: null,
    format: '',
    why: '',
    doubtful: false,
    misfits: 0,
    examples: [],
    missing: [],
    alternatives: [],
    rowName: false,
    ...given,
  };
}
