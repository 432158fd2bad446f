import type { ColumnMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import type { UnpackedBudget } from '../../upload/limits.ts';
import type { Cell } from './cell-of.ts';
import { checkThrift, readerAt } from './check-thrift.ts';
import { decodeValues, MOST_PAGE_BYTES, type Raw, type Values } from './decode-values.ts';
import type { Leaf } from './leaf-columns.ts';
import { damagedParquet, SMALLER_PIECES, tooLargeParquet, unsupportedParquet } from './parquet-errors.ts';
import { bitsOf, readHybrid } from './read-levels.ts';
import { unpackPage } from './unpack-page.ts';

/** Values of one page, missing ones included. */
export const MOST_PAGE_VALUES = 2_000_000;
const LENGTH_BYTES = 4;
/** A page's header is small, but for the statistics that some writers put there. */
const MOST_HEADER_BYTES = 1_000_000;

/** Values that rows refer to. */
export interface Dictionary {
  values: Values;
  /** Those that were referred to, as cells. */
  cells: Cell[];
}

/** A page of a column. */
export interface Page {
  /** Rows and the further elements of their lists. */
  count: number;
  /** Only those that are there. */
  values: Values;
  /** For each of them, how many of the path's elements are there; null if all are. */
  definitions: Int32Array | null;
  /** For each of them, at which depth it continues a list; 0 begins a row. Null without lists. */
  repetitions: Int32Array | null;
  /** If the values are places in this list, so that each of it is read once. */
  dictionary: Dictionary | null;
}

/**
 * Yields the pages of one column in one row group.
 *
 * @throws {StepwellError} `corrupt_archive`, `unsupported_archive` or `archive_too_large`; anything else for damaged bytes.
 */
export function* chunkPages(
  file: Uint8Array,
  meta: ColumnMetaData,
  leaf: Leaf,
  budget: UnpackedBudget,
): Generator<Page, void> {
  const chunk = chunkOf(file, meta);
  let left = Number(meta.num_values);
  let dictionary: Dictionary | null = null;
  for (let at = 0; left > 0;) {
    if (at >= chunk.length) throw damagedParquet(`the column "${leaf.name}" ends early`);
    const { bytes } = checkThrift(chunk.subarray(at, at + MOST_HEADER_BYTES));
    const header = parquetHeader(readerAt(chunk.subarray(at, at + bytes)));
    const from = at + bytes;
    at = from + header.compressed_page_size;
    if (header.compressed_page_size < 0 || at > chunk.length)
      throw damagedParquet(`a page of "${leaf.name}" is longer than its column`);
    checkSize(header.uncompressed_page_size, leaf, budget);
    const packed = chunk.subarray(from, at);
    if (header.type === 'DICTIONARY_PAGE') dictionary = readDictionary(packed, header, meta, leaf);
    else if (header.type === 'DATA_PAGE' || header.type === 'DATA_PAGE_V2') {
      const page = readPage(packed, header, meta, leaf, dictionary, left);
      budget.spend(page.count);
      left -= page.count;
      yield page;
    } else if (header.type !== 'INDEX_PAGE') throw damagedParquet(`"${leaf.name}" has a page of an unknown kind`);
  }
}

function chunkOf(file: Uint8Array, meta: ColumnMetaData): Uint8Array {
  const data = Number(meta.data_page_offset);
  const dictionary = Number(meta.dictionary_page_offset ?? 0);
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  const length = Number(meta.total_compressed_size);
  if (!(start >= LENGTH_BYTES && length >= 0 && start + length <= file.length && Number(meta.num_values) >= 0)) {
    throw damagedParquet('a column lies outside of it');
  }
  return file.subarray(start, start + length);
}

function checkSize(bytes: number, leaf: Leaf, budget: UnpackedBudget): void {
  if (!(bytes >= 0)) throw damagedParquet(`a page of "${leaf.name}" has no size`);
  budget.spend(bytes);
  if (bytes > MOST_PAGE_BYTES) {
    throw tooLargeParquet(
      `has a page of ${Math.ceil(bytes / 1e6)} MB in "${leaf.name}", but at most ${MOST_PAGE_BYTES / 1e6} MB are supported`,
      SMALLER_PIECES,
    );
  }
}

/** @throws {StepwellError} `corrupt_archive` or `archive_too_large` for an impossible number of values. */
function checkCount(count: number | undefined, most: number, leaf: Leaf): number {
  if (count === undefined || !(count >= 0 && count <= most))
    throw damagedParquet(`a page of "${leaf.name}" says that it has ${String(count ?? 'no number of')} values`);
  if (count > MOST_PAGE_VALUES) {
    throw tooLargeParquet(
      `has a page of ${count} values in "${leaf.name}", but at most ${MOST_PAGE_VALUES} are supported`,
      SMALLER_PIECES,
    );
  }
  return count;
}

function readDictionary(packed: Uint8Array, header: PageHeader, meta: ColumnMetaData, leaf: Leaf): Dictionary {
  // A bit at least for each.
  const count = checkCount(header.dictionary_page_header?.num_values, header.uncompressed_page_size * 8, leaf);
  const bytes = unpackPage(packed, meta.codec, header.uncompressed_page_size);
  return { values: decodeValues(bytes, count, 'PLAIN', leaf.element.type, leaf.element.type_length), cells: [] };
}

function readPage(
  packed: Uint8Array,
  header: PageHeader,
  { codec }: ColumnMetaData,
  leaf: Leaf,
  dictionary: Dictionary | null,
  left: number,
): Page {
  const size = header.uncompressed_page_size;
  const second = header.type === 'DATA_PAGE_V2' ? header.data_page_header_v2 : undefined;
  const says = second ?? header.data_page_header;
  const count = checkCount(says?.num_values, left, leaf);
  if (count === 0)
    return {
      count,
      values: decodeValues(packed, 0, 'PLAIN', 'INT32', undefined),
      definitions: null,
      repetitions: null,
      dictionary: null,
    };
  const levels = (depth: number) => (bytes: Uint8Array) => readHybrid(bytes, 0, bitsOf(depth), count);
  const [readRepetitions, readDefinitions] = [levels(leaf.maxRepetition), levels(leaf.maxDefinition)];
  let repetitions: Int32Array | null = null;
  let definitions: Int32Array | null = null;
  let rest: Uint8Array;
  if (second !== undefined) {
    const { repetition_levels_byte_length: first, definition_levels_byte_length: then } = second;
    if (!(first >= 0 && then >= 0 && first + then <= packed.length && first + then <= size))
      throw damagedParquet(`a page of "${leaf.name}" has impossible levels`);
    if (leaf.maxRepetition > 0) repetitions = readRepetitions(packed.subarray(0, first));
    if (leaf.maxDefinition > 0) definitions = readDefinitions(packed.subarray(first, first + then));
    const isPacked = second.is_compressed !== false;
    rest = unpackPage(packed.subarray(first + then), isPacked ? codec : 'UNCOMPRESSED', size - first - then);
  } else {
    const { repetition_level_encoding: first, definition_level_encoding: then } = header.data_page_header!;
    rest = unpackPage(packed, codec, size);
    const take = (encoding: string, read: (bytes: Uint8Array) => Int32Array) => {
      if (encoding !== 'RLE')
        throw unsupportedParquet(
          'was written by a program before 2013',
          'Write it again with a current one, such as pandas.',
        );
      const length = readerAt(rest).view.getUint32(0, true);
      if (LENGTH_BYTES + length > rest.length) throw damagedParquet(`a page of "${leaf.name}" has impossible levels`);
      const numbers = read(rest.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
      rest = rest.subarray(LENGTH_BYTES + length);
      return numbers;
    };
    if (leaf.maxRepetition > 0) repetitions = take(first, readRepetitions);
    if (leaf.maxDefinition > 0) definitions = take(then, readDefinitions);
  }
  let present = count;
  if (definitions !== null) for (const level of definitions) if (level !== leaf.maxDefinition) present--;
  return { count, definitions, repetitions, ...readValues(rest, present, says?.encoding, leaf, dictionary) };
}

function readValues(
  bytes: Uint8Array,
  count: number,
  encoding: string | undefined,
  { element, name }: Leaf,
  dictionary: Dictionary | null,
): Pick<Page, 'values' | 'dictionary'> {
  if (encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY') {
    if (count === 0) return { values: { length: 0, get: () => 0 }, dictionary: null };
    if (dictionary === null) throw damagedParquet(`"${name}" refers to a dictionary that it doesn't have`);
    const places = readHybrid(bytes, 1, bytes[0] ?? 0, count);
    for (const place of places)
      if (place < 0 || place >= dictionary.values.length)
        throw damagedParquet(`"${name}" refers to more values than it has`);
    return { values: { length: count, get: (i): Raw => places[i]! }, dictionary };
  }
  if (encoding === 'RLE' && element.type === 'BOOLEAN') {
    const from = readerAt(bytes).view.byteLength >= LENGTH_BYTES ? LENGTH_BYTES : 0;
    const flags = count === 0 ? new Int32Array(0) : readHybrid(bytes, from, 1, count);
    return { values: { length: count, get: (i): Raw => flags[i] === 1 }, dictionary: null };
  }
  const known = KNOWN_ENCODINGS.find((name) => name === encoding);
  return { values: decodeValues(bytes, count, known, element.type, element.type_length), dictionary: null };
}

const KNOWN_ENCODINGS = [
  'PLAIN',
  'BYTE_STREAM_SPLIT',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
  'DELTA_BYTE_ARRAY',
] as const;
