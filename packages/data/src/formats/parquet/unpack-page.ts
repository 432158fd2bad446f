import { Gunzip } from 'fflate';
import { Decompress } from 'fzstd';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import type { CompressionCodec } from 'hyparquet';
import { damagedParquet, unsupportedParquet } from './parquet-errors.ts';

/** Compressed bytes at once, so that what comes out at once is bounded: gzip expands at most 1,032 times. */
const SLICE_BYTES = 8_192;
/** Zstandard's frames say how far back they refer, and room for that is taken. */
const MOST_WINDOW_BYTES = 16_000_000;

/**
 * Unpacks a page.
 *
 * @param length of the unpacked bytes, as the page's header says.
 * @throws {StepwellError} `corrupt_archive` where it is another, or `unsupported_archive`.
 */
export function unpackPage(packed: Uint8Array, codec: CompressionCodec, length: number): Uint8Array {
  if (codec === 'UNCOMPRESSED') {
    if (packed.length !== length) throw otherLength();
    return packed;
  }
  if (length === 0) return new Uint8Array(0);
  if (codec !== 'SNAPPY' && codec !== 'GZIP' && codec !== 'ZSTD') throw unsupportedCodec(codec);
  try {
    const out = new Filled(length);
    if (codec === 'SNAPPY') unpackSnappy(packed, out.bytes);
    else if (codec === 'GZIP') gunzip(packed, out);
    else unpackZstd(packed, out);
    if (codec !== 'SNAPPY' && out.length !== length) throw otherLength();
    return out.bytes;
  } catch (cause) {
    throw damagedParquet('the compressed bytes of a page are invalid', cause);
  }
}

/** A literal or a copy that runs over the end is only noticed at the end, so that the first length is compared before. */
function unpackSnappy(packed: Uint8Array, out: Uint8Array): void {
  let said = 0;
  for (let i = 0; i < 5; i++) {
    said += (packed[i]! & 0x7f) * 2 ** (7 * i);
    if (packed[i]! < 0x80) break;
  }
  if (said !== out.length) throw otherLength();
  snappyUncompress(packed, out);
}

function gunzip(packed: Uint8Array, out: Filled): void {
  const unpacker = new Gunzip((chunk) => out.add(chunk));
  for (let at = 0; at < packed.length; at += SLICE_BYTES) {
    unpacker.push(packed.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= packed.length);
  }
}

function unpackZstd(packed: Uint8Array, out: Filled): void {
  if (windowBytes(packed) > Math.max(MOST_WINDOW_BYTES, out.bytes.length)) throw otherLength();
  const unpacker = new Decompress((chunk) => out.add(chunk));
  for (let at = 0; at < packed.length; at += SLICE_BYTES) {
    unpacker.push(packed.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= packed.length);
  }
}

/** @returns what the head of a Zstandard frame says that its window takes. @see https://www.rfc-editor.org/rfc/rfc8878 3.1.1.1 */
function windowBytes(frame: Uint8Array): number {
  const descriptor = frame[4] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  if (!isSingle) {
    const base = 2 ** (10 + ((frame[5] ?? 0) >>> 3));
    return base + (base / 8) * ((frame[5] ?? 0) & 7);
  }
  const sizeBytes = [1, 2, 4, 8][descriptor >>> 6]!;
  const at = 5 + [0, 1, 2, 4][descriptor & 3]!;
  let size = sizeBytes === 2 ? 256 : 0;
  for (let i = 0; i < sizeBytes; i++) size += (frame[at + i] ?? 0) * 2 ** (8 * i);
  return size;
}

/** Bytes of a known length, filled piece by piece. */
class Filled {
  readonly bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
  }

  /** @throws {StepwellError} `corrupt_archive` where it is more than the room. */
  add(chunk: Uint8Array): void {
    if (this.length + chunk.length > this.bytes.length) throw otherLength();
    this.bytes.set(chunk, this.length);
    this.length += chunk.length;
  }
}

function otherLength(): Error {
  return damagedParquet('a page unpacks to another length than it says');
}

function unsupportedCodec(codec: CompressionCodec): Error {
  return unsupportedParquet(
    `is compressed with ${codec}`,
    'Write it with Snappy, gzip or Zstandard: in pandas, pd.read_parquet("file.parquet").to_parquet("file.parquet", compression="zstd").',
  );
}
