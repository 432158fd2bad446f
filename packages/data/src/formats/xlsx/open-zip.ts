import { Inflate } from 'fflate';
import { crc32 } from '../../bytes/crc32.ts';
import { viewOf } from '../../bytes/view-of.ts';
import type { UnpackedBudget } from '../../upload/limits.ts';
import { damagedWorkbook, tooLargeWorkbook, unsupportedWorkbook } from './workbook-errors.ts';

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const [END_BYTES, CENTRAL_BYTES, LOCAL_BYTES] = [22, 46, 30];
const MOST_COMMENT_BYTES = 65_535;
/** Deflate expands at most 1,032 times, so that this becomes at most 8 MB at once. */
const SLICE_BYTES = 8_192;
const STORED_BYTES = 65_536;

/** A part of a workbook. */
export interface ZipPart {
  packed: Uint8Array;
  method: number;
  crc: number;
  unpackedBytes: number;
}

/**
 * Lists the files of a zip that is held whole, by their names.
 *
 * @throws {StepwellError} `corrupt_archive`, `unsupported_archive` or `archive_too_large`.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.12
 */
export function openZip(file: Uint8Array, maxEntries: number): Map<string, ZipPart> {
  const view = viewOf(file);
  let end = file.length - END_BYTES;
  const first = Math.max(0, end - MOST_COMMENT_BYTES);
  while (end >= first && view.getUint32(end, true) !== END) end--;
  if (end < first) throw damagedWorkbook('it ends early');
  const count = view.getUint16(end + 10, true);
  if (count > maxEntries) throw tooLargeWorkbook(`has more than ${maxEntries} parts`);
  const parts = new Map<string, ZipPart>();
  const decoder = new TextDecoder();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL)
      throw damagedWorkbook('its list of parts makes no sense');
    const [nameBytes, more, comment] = [
      view.getUint16(at + 28, true),
      view.getUint16(at + 30, true),
      view.getUint16(at + 32, true),
    ];
    const name = decoder.decode(file.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes));
    if ((view.getUint16(at + 8, true) & 0x2041) !== 0)
      throw unsupportedWorkbook('is encrypted', 'Save it without a password.');
    const local = view.getUint32(at + 42, true);
    const packedBytes = view.getUint32(at + 20, true);
    if (local + LOCAL_BYTES > file.length || view.getUint32(local, true) !== LOCAL)
      throw damagedWorkbook('a part lies outside of it');
    const from = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (from + packedBytes > file.length) throw damagedWorkbook('a part lies outside of it');
    parts.set(name.replace(/^\//, '').replaceAll('\\', '/'), {
      packed: file.subarray(from, from + packedBytes),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      unpackedBytes: view.getUint32(at + 24, true),
    });
    at += CENTRAL_BYTES + nameBytes + more + comment;
  }
  return parts;
}

/**
 * Unpacks a part, a piece at a time.
 *
 * @throws {StepwellError} `corrupt_archive`, `unsupported_archive` or `archive_too_large`.
 */
export function* unpackPart(
  { packed, method, crc, unpackedBytes }: ZipPart,
  budget: UnpackedBudget,
): Generator<Uint8Array, void> {
  if (method !== 0 && method !== 8)
    throw unsupportedWorkbook(`uses compression method ${method}`, 'Save it again in Excel.');
  budget.require(unpackedBytes);
  let [sum, length] = [0, 0];
  for (const chunk of method === 0 ? stored(packed) : inflated(packed)) {
    length += chunk.length;
    if (length > unpackedBytes) throw damagedWorkbook('a part unpacks to more than it says');
    budget.spend(chunk.length);
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== crc || length !== unpackedBytes) throw damagedWorkbook('the checksum of a part is wrong');
}

function* stored(packed: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < packed.length; at += STORED_BYTES) yield packed.subarray(at, at + STORED_BYTES);
}

function* inflated(packed: Uint8Array): Generator<Uint8Array, void> {
  let out: Uint8Array[] = [];
  const inflater = new Inflate((chunk) => out.push(chunk));
  for (let at = 0; at < packed.length; at += SLICE_BYTES) {
    try {
      inflater.push(packed.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= packed.length);
    } catch (cause) {
      throw damagedWorkbook('the compressed bytes of a part are invalid', cause);
    }
    yield* out;
    out = [];
  }
}
