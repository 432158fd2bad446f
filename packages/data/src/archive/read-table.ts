import type { ByteReader } from '../bytes/byte-reader.ts';
import { collect } from '../bytes/collect.ts';
import type { ReadOptions } from '../delimited/index.ts';
import { isParquet, readParquet } from '../formats/parquet/index.ts';
import { readText } from '../formats/read-text.ts';
import { isOldWorkbook, oldWorkbook, readWorkbook } from '../formats/xlsx/index.ts';
import { tooLarge } from '../table/index.ts';
import type { UploadLimits } from '../upload/limits.ts';
import type { Upload } from '../upload/upload.ts';
import { SIGNATURE_BYTES, strangeFormat } from './strange-formats.ts';
import { isZip } from './zip/read-zip.ts';

/** Where the name of a zip's first entry begins, and its length is told. */
const NAME_AT = 30;
const NAME_LENGTH_AT = 26;
const OF_WORKBOOKS = /^(?:\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|customXml\/)/;

/** @returns whether the first bytes are those of a table that is read as a whole: Parquet or a workbook. */
export function isWholeTable(start: Uint8Array): boolean {
  return isParquet(start) || isOfWorkbook(start);
}

/**
 * Reads a file of one table: Parquet, a workbook, or a text of any format.
 *
 * @throws {StepwellError} a code of the family "the file" in `ERROR_CODES`; `unsupported_archive` for a format that isn't read.
 */
export async function readTable(
  reader: ByteReader,
  limits: UploadLimits,
  options: ReadOptions,
): Promise<Pick<Upload, 'table' | 'format'>> {
  const start = await reader.peek(SIGNATURE_BYTES);
  const strange = strangeFormat(start);
  if (strange !== null) throw strange;
  if (isOldWorkbook(start)) throw oldWorkbook();
  if (!isWholeTable(start)) return readText(reader.rest(), limits, options);
  const file = await collect(reader.rest(), limits.maxPackedBytes, () => tooLarge(limits.maxPackedBytes));
  return isParquet(start) ? readParquet(file, limits) : readWorkbook(file, limits, options);
}

/** Whether a zip begins as Office programs write one. */
function isOfWorkbook(start: Uint8Array): boolean {
  if (!isZip(start) || start.byteLength < NAME_AT) return false;
  const length = start[NAME_LENGTH_AT]! + 256 * start[NAME_LENGTH_AT + 1]!;
  return OF_WORKBOOKS.test(new TextDecoder().decode(start.subarray(NAME_AT, NAME_AT + length)));
}
