import { StepwellError } from '@stepwell/base/errors';
import { CollectColumns } from './collect-columns.ts';
import { readableError } from './csv-errors.ts';
import { guardBytes } from './guard-bytes.ts';
import { findDelimiter, type Delimiter } from './find-delimiter.ts';
import { readRecords } from './read-records.ts';
import { DEFAULT_LIMITS, type TableLimits } from './table-limits.ts';
import type { Table } from './table.ts';

/**
 * Reads a delimited text file with a header line into typed columns, in one pass over the stream.
 * Comma, semicolon, tab and bar are told apart by the header; RFC 4180 quotes, CR, LF and CRLF, and a UTF-8
 * byte order mark are understood; empty lines are skipped. An image that lies flat in columns is read as one.
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
  let columns: CollectColumns | null = null;
  let seen = 0;
  try {
    for await (const record of readRecords(stream, delimiter)) {
      if (columns === null) columns = new CollectColumns(record, delimiter, limits);
      else if (limits.isSampled?.(seen++) !== false) columns.push(record);
    }
  } catch (cause) {
    throw readableError(cause);
  }
  if (columns !== null && columns.rows > 0) return { table: columns.finish(), delimiter };
  throw new StepwellError(
    'empty_table',
    columns === null
      ? 'The file is empty. Upload a file with a header line and at least one row.'
      : seen > 0
        ? `The sample is empty: none of the ${seen} rows was selected. Use a larger share.`
        : 'The file has a header line but no rows. Add rows below it.',
  );
}
