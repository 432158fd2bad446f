import { StepwellError } from '@stepwell/base/errors';
import type { FileMetaData } from 'hyparquet';
import { parquetMetadata } from 'hyparquet/src/metadata.js';
import { viewOf } from '../../bytes/view-of.ts';
import type { TableLimits } from '../../table/index.ts';
import { checkThrift } from './check-thrift.ts';
import { damagedParquet, SMALLER_PIECES, tooLargeParquet, unsupportedParquet } from './parquet-errors.ts';

/** Its length and the signature. */
const TAIL_BYTES = 8;
/** As objects, metadata takes many times its bytes. */
const MOST_FOOTER_BYTES = 8_000_000;
const MOST_STRUCTS = 300_000;
/** A list takes three elements of the schema for each column, a struct one more. */
const ELEMENTS_A_COLUMN = 4;
/** Fields of the footer's struct. */
const SCHEMA = 2;

/** @returns whether the first bytes are those of a Parquet file, encrypted or not. */
export function isParquet(start: Uint8Array): boolean {
  return hasMagic(start, 'PAR1') || hasMagic(start, 'PARE');
}

/**
 * Reads the metadata that a Parquet file ends with.
 *
 * @throws {StepwellError} `corrupt_archive`, `unsupported_archive`, `archive_too_large` or `too_many_columns`.
 * @see https://parquet.apache.org/docs/file-format/
 */
export function readFooter(file: Uint8Array, { maxColumns }: TableLimits): FileMetaData {
  const tail = file.subarray(-4);
  if (hasMagic(file, 'PARE') || hasMagic(tail, 'PARE')) throw encrypted();
  if (file.length < TAIL_BYTES + 4 || !hasMagic(tail, 'PAR1')) {
    throw damagedParquet('it does not end as it should, so it was cut off, or its writer was never closed');
  }
  const length = viewOf(file).getUint32(file.length - TAIL_BYTES, true);
  if (length > file.length - TAIL_BYTES - 4) throw damagedParquet('its metadata is longer than the file');
  const footer = file.subarray(file.length - TAIL_BYTES - length);
  if (length > MOST_FOOTER_BYTES) throw tooMuchMetadata(length);
  const { structs, lists } = checkThrift(footer.subarray(0, length));
  const elements = lists.get(SCHEMA) ?? 0;
  if (elements > maxColumns * ELEMENTS_A_COLUMN + 1) throw tooManyColumns(elements - 1, maxColumns);
  if (structs > MOST_STRUCTS) throw tooMuchMetadata(length);
  let metadata: FileMetaData;
  try {
    metadata = parquetMetadata(footer, { geoparquet: false });
  } catch (cause) {
    throw damagedParquet('its metadata makes no sense', cause);
  }
  const chunks = metadata.row_groups.flatMap(({ columns }) => columns);
  if (chunks.some(({ meta_data, crypto_metadata }) => crypto_metadata !== undefined || meta_data === undefined))
    throw encrypted();
  return metadata;
}

/** @returns the error for more columns than are read. */
export function tooManyColumns(columns: number, limit: number): StepwellError {
  return new StepwellError(
    'too_many_columns',
    `The Parquet file has ${columns} columns, but at most ${limit} are supported. Keep the columns that may help predict the target.`,
    { details: { columns, limit } },
  );
}

function tooMuchMetadata(bytes: number): StepwellError {
  return tooLargeParquet(`has ${Math.ceil(bytes / 1e6)} MB of metadata, more than can be read`, SMALLER_PIECES);
}

function encrypted(): StepwellError {
  return unsupportedParquet('is encrypted', 'Write it again without encryption.');
}

function hasMagic(bytes: Uint8Array, magic: string): boolean {
  return String.fromCharCode(...bytes.subarray(0, magic.length)) === magic;
}
