import { StepwellError } from '../errors/index.ts';
import { ColumnBuilder } from './column-builder.ts';
import { readableError } from './csv-errors.ts';
import { guardBytes } from './guard-bytes.ts';
import { findDelimiter, type Delimiter } from './find-delimiter.ts';
import { readRecords } from './read-records.ts';
import type { RowSample } from './row-sample.ts';
import type { Table } from './table.ts';

/** What a file may be at most. */
export interface TableLimits {
  /** Bytes of the text. */
  maxBytes: number;
  maxColumns: number;
  /** Bytes of the typed columns. */
  maxEncodedBytes: number;
  /** Which rows are taken, by their number in the file from 0; all of them when absent. */
  takes?: RowSample | undefined;
}

/**
 * 96 MB of text, just below what Cloudflare lets through; 1,000 columns; 48 MB of typed columns: what one 128 MB isolate
 * can hold beside its heap.
 */
export const DEFAULT_LIMITS: TableLimits = {
  maxBytes: 96_000_000,
  maxColumns: 1_000,
  maxEncodedBytes: 48_000_000,
};

/** The columns are weighed after so many rows. */
const WEIGHED_EVERY = 32;
/** What a spec can name. */
const MAX_NAME_LENGTH = 1_000;

/**
 * Reads a delimited text file with a header line into typed columns, in one pass over the stream.
 * Comma, semicolon, tab and bar are told apart by the header; RFC 4180 quotes, CR, LF and CRLF, and a UTF-8
 * byte order mark are understood; empty lines are skipped.
 *
 * @param body the file's bytes, UTF-8.
 * @returns the table and the delimiter found.
 * @throws {StepwellError} a code of the family "the file" in `ERROR_CODES`; the stream is then cancelled.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export async function readCsv(
  body: ReadableStream<Uint8Array>,
  limits: TableLimits = DEFAULT_LIMITS,
): Promise<{ table: Table; delimiter: Delimiter }> {
  const guarded = guardBytes(body, limits.maxBytes);
  const { delimiter, stream } = await findDelimiter(guarded).catch((cause: unknown) => {
    throw readableError(cause);
  });
  let builders: ColumnBuilder[] | null = null;
  let rows = 0;
  let seen = 0;
  try {
    for await (const record of readRecords(stream, delimiter)) {
      if (builders === null) {
        builders = startColumns(record, delimiter, limits);
        continue;
      }
      if (limits.takes?.(seen++) === false) continue;
      for (let i = 0; i < builders.length; i++) builders[i]!.push(record[i] ?? '');
      rows++;
      if (rows % WEIGHED_EVERY === 0) checkSize(builders, rows, limits);
    }
  } catch (cause) {
    throw readableError(cause);
  }
  if (builders === null || rows === 0) {
    throw new StepwellError(
      'empty_table',
      builders === null
        ? 'The file is empty. It needs a header line and at least one row under it.'
        : seen > 0
          ? `None of the ${seen} rows was drawn. Take a larger share of them.`
          : 'The file has a header line and no rows under it. Add the rows.',
    );
  }
  checkSize(builders, rows, limits);
  return { table: { rows, columns: builders.map((builder) => builder.finish()) }, delimiter };
}

function startColumns(header: string[], delimiter: Delimiter, limits: TableLimits): ColumnBuilder[] {
  const names = header.map((name) => name.trim());
  if (names.length > limits.maxColumns) {
    throw new StepwellError(
      'too_many_columns',
      `The header has ${names.length} columns; at most ${limits.maxColumns} fit. Keep the columns that may say something about the target.`,
      { details: { columns: names.length, limit: limits.maxColumns } },
    );
  }
  if (names.length < 2) {
    throw new StepwellError(
      'too_few_columns',
      'The header has one column; a target and at least one input are needed. If there are more, separate them by comma, semicolon, tab or bar.',
      { details: { delimiter } },
    );
  }
  // A first column without a name is how pandas and R write the row number.
  const unnamed = names.indexOf('', 1);
  if (unnamed > 0) {
    throw new StepwellError(
      'unnamed_column',
      `Column ${unnamed + 1} of ${names.length} has no name in the header. Name it, or remove the stray delimiter.`,
      { details: { column: unnamed + 1 } },
    );
  }
  if (names[0] === '') names[0] = uniqueName('(row name)', names);
  const long = names.findIndex((name) => name.length > MAX_NAME_LENGTH);
  if (long >= 0) {
    throw new StepwellError(
      'cell_too_long',
      `The name of column ${long + 1} has ${names[long]!.length} characters; at most ${MAX_NAME_LENGTH} fit. Look for a double quote that is opened and never closed.`,
      { details: { column: long + 1 } },
    );
  }
  const repeated = names.filter((name, i) => names.indexOf(name) !== i);
  if (repeated.length > 0) {
    throw new StepwellError(
      'duplicate_columns',
      `The header names "${repeated[0]!.slice(0, 80)}" more than once. Give every column a name of its own.`,
      { details: { columns: [...new Set(repeated)].slice(0, 20) } },
    );
  }
  return names.map((name) => new ColumnBuilder(name));
}

function uniqueName(name: string, taken: string[]): string {
  return taken.includes(name) ? uniqueName(`${name}'`, taken) : name;
}

function checkSize(builders: ColumnBuilder[], rows: number, limits: TableLimits): void {
  const bytes = builders.reduce((sum, builder) => sum + builder.bytes, 0);
  if (bytes > limits.maxEncodedBytes) {
    throw new StepwellError(
      'dataset_too_large',
      `The table takes more than ${limits.maxEncodedBytes / 1e6} MB as typed columns (${builders.length} columns, ${rows} rows so far). Send fewer columns, or a random sample of the rows.`,
      { details: { limitBytes: limits.maxEncodedBytes } },
    );
  }
}
