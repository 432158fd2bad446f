import type { Encoding, ParquetType } from 'hyparquet';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { readVarInt } from 'hyparquet/src/thrift.js';
import { viewOf } from '../../bytes/view-of.ts';
import { readerAt } from './check-thrift.ts';
import { damagedParquet, SMALLER_PIECES, tooLargeParquet, unsupportedParquet } from './parquet-errors.ts';

/** A value as it is stored, before its column says what it means. */
export type Raw = number | bigint | boolean | Uint8Array;

/** Values of a page. */
export interface Values {
  length: number;
  get(index: number): Raw;
}

/** Unpacked bytes of one page. */
export const MOST_PAGE_BYTES = 32_000_000;
const MOST_MINIBLOCKS = 4_096;
const FIXED_BYTES: Partial<Record<ParquetType, number>> = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8, INT96: 12 };

/**
 * Decodes `count` values of a page, those that are there.
 *
 * @param bytes of the page behind its levels.
 * @param typeLength of values of type `FIXED_LEN_BYTE_ARRAY`.
 * @throws {StepwellError} `corrupt_archive`, `unsupported_archive` or `archive_too_large`; anything else for damaged bytes.
 */
export function decodeValues(
  bytes: Uint8Array,
  count: number,
  encoding: Encoding | undefined,
  type: ParquetType,
  typeLength: number | undefined,
): Values {
  if (count === 0) return listed([]);
  switch (encoding) {
    case 'PLAIN':
      return decodePlain(bytes, count, type, typeLength);
    case 'BYTE_STREAM_SPLIT': {
      const width = type === 'FIXED_LEN_BYTE_ARRAY' ? (typeLength ?? 0) : (FIXED_BYTES[type] ?? 0);
      if (width === 0 || type === 'INT96') throw damagedParquet('a page is encoded unlike its type');
      requireBytes(bytes, count * width);
      return listed(byteStreamSplit(readerAt(bytes), count, type, typeLength));
    }
    case 'DELTA_BINARY_PACKED':
      if (type === 'INT32') return listed(deltas(readerAt(bytes), count, new Int32Array(count)));
      if (type === 'INT64') return listed(deltas(readerAt(bytes), count, new BigInt64Array(count)));
      throw damagedParquet('a page is encoded unlike its type');
    case 'DELTA_LENGTH_BYTE_ARRAY': {
      const reader = readerAt(bytes);
      const lengths = deltas(reader, count, new Int32Array(count));
      return new ByteArrays(bytes, reader.offset, lengths);
    }
    case 'DELTA_BYTE_ARRAY':
      return decodePrefixed(bytes, count);
    default:
      throw unsupportedParquet(
        `has a column encoded as ${encoding ?? 'something unknown'}`,
        'Write it with another program, such as pandas.',
      );
  }
}

function decodePlain(bytes: Uint8Array, count: number, type: ParquetType, typeLength: number | undefined): Values {
  if (type === 'BOOLEAN') {
    requireBytes(bytes, count / 8);
    return { length: count, get: (i) => ((bytes[i >>> 3]! >>> (i & 7)) & 1) === 1 };
  }
  if (type === 'FIXED_LEN_BYTE_ARRAY') {
    const width = typeLength ?? 0;
    if (width < 1) throw damagedParquet('a column of bytes has no length');
    requireBytes(bytes, count * width);
    return { length: count, get: (i) => bytes.subarray(i * width, (i + 1) * width) };
  }
  if (type !== 'BYTE_ARRAY') {
    requireBytes(bytes, count * FIXED_BYTES[type]!);
    return listed(readPlain(readerAt(bytes), type, count, undefined));
  }
  const view = viewOf(bytes);
  const starts = new Int32Array(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    starts[i] = at;
    at += 4 + view.getUint32(at, true);
    if (at > bytes.length) throw damagedParquet('a value is longer than its page');
  }
  return {
    length: count,
    get: (i) => bytes.subarray(starts[i]! + 4, starts[i]! + 4 + view.getUint32(starts[i]!, true)),
  };
}

/** Each value begins with some bytes of the one before it. */
function decodePrefixed(bytes: Uint8Array, count: number): Values {
  const reader = readerAt(bytes);
  const prefixes = deltas(reader, count, new Int32Array(count));
  const suffixes = deltas(reader, count, new Int32Array(count));
  const lengths = prefixes.map((prefix, i) => prefix + suffixes[i]!);
  let total = 0;
  for (const length of lengths) total += length;
  if (total > MOST_PAGE_BYTES) throw tooLargeParquet(`has a page of ${Math.ceil(total / 1e6)} MB`, SMALLER_PIECES);
  const all = new Uint8Array(total);
  let [from, at, before] = [reader.offset, 0, 0];
  for (let i = 0; i < count; i++) {
    const [prefix, suffix] = [prefixes[i]!, suffixes[i]!];
    if (prefix < 0 || suffix < 0 || from + suffix > bytes.length || prefix > at - before)
      throw damagedParquet('a value is longer than its page');
    all.copyWithin(at, before, before + prefix);
    all.set(bytes.subarray(from, from + suffix), at + prefix);
    from += suffix;
    before = at;
    at += prefix + suffix;
  }
  return new ByteArrays(all, 0, lengths);
}

/** Reads numbers as differences; the sizes of their blocks are checked before, as room is taken for them. */
function deltas<T extends Int32Array | BigInt64Array>(reader: ReturnType<typeof readerAt>, count: number, into: T): T {
  const { offset } = reader;
  const blockSize = readVarInt(reader);
  const miniblocks = readVarInt(reader);
  const perMiniblock = blockSize / miniblocks;
  if (miniblocks < 1 || miniblocks > MOST_MINIBLOCKS || !Number.isInteger(perMiniblock) || perMiniblock < 1) {
    throw damagedParquet('a page of differences has impossible blocks');
  }
  reader.offset = offset;
  deltaBinaryUnpack(reader, count, into);
  return into;
}

/** Byte arrays one behind the other. */
class ByteArrays implements Values {
  readonly length: number;
  readonly #bytes: Uint8Array;
  /** [length + 1]. */
  readonly #starts: Int32Array;

  constructor(bytes: Uint8Array, from: number, lengths: Int32Array) {
    this.#bytes = bytes;
    this.length = lengths.length;
    this.#starts = new Int32Array(lengths.length + 1);
    let at = from;
    for (let i = 0; i < lengths.length; i++) {
      this.#starts[i] = at;
      at += lengths[i]!;
      if (lengths[i]! < 0 || at > bytes.length) throw damagedParquet('a value is longer than its page');
    }
    this.#starts[lengths.length] = at;
  }

  get(index: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[index], this.#starts[index + 1]);
  }
}

function listed(values: ArrayLike<Raw>): Values {
  return { length: values.length, get: (i) => values[i]! };
}

function requireBytes(bytes: Uint8Array, needed: number): void {
  if (needed > bytes.length) throw damagedParquet('a page holds fewer values than it says');
}
