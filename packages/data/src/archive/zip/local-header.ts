import { StepwellError } from '@stepwell/base/errors';
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { viewOf } from '../../bytes/view-of.ts';
import { checkPath } from './check-path.ts';

/** Of the 30 bytes, the signature is read before. */
const HEADER_BYTES = 26;
const ZIP64_EXTRA = 1;
const IN_ZIP64 = 0xffffffff;

/** How an entry is packed: as it is, or by deflate. */
export type Method = 'stored' | 'deflate';

/** What stands before an entry's bytes. */
export interface LocalHeader {
  path: string;
  method: Method;
  /** Null where they follow the bytes. */
  sizes: EntrySizes | null;
}

/** Size and checksum of an entry. */
export interface EntrySizes {
  crc: number;
  packed: number;
  unpacked: number;
}

/**
 * Reads what follows the signature of a local file header.
 *
 * @throws {StepwellError} `corrupt_archive`, `unsupported_archive` or `unsafe_path`.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.7
 */
export async function readLocalHeader(reader: ByteReader): Promise<LocalHeader> {
  const view = viewOf((await reader.take(HEADER_BYTES)).slice());
  const flags = view.getUint16(2, true);
  const method = view.getUint16(4, true);
  const name = (await reader.take(view.getUint16(22, true))).slice();
  const extra = await reader.take(view.getUint16(24, true));
  const path = new TextDecoder().decode(name);
  checkPath(path);
  // Bit 0 encrypts, bit 5 patches, bit 6 and 13 encrypt the other way.
  if (flags & 0x2061) throw unsupported(path, 'is encrypted', 'Pack it again without a password');
  if (method !== 0 && method !== 8) throw unsupported(path, `uses compression method ${method}`, 'Use deflate instead');
  const sizes = { crc: view.getUint32(10, true), packed: view.getUint32(14, true), unpacked: view.getUint32(18, true) };
  return {
    path,
    method: method === 0 ? 'stored' : 'deflate',
    sizes: flags & 8 ? null : withZip64(sizes, extra, path),
  };
}

/** Sizes of 64 bits stand in an extra field, where both of 32 bits are all ones: numpy writes them always. */
function withZip64(sizes: EntrySizes, extra: Uint8Array, path: string): EntrySizes {
  if (sizes.packed !== IN_ZIP64 && sizes.unpacked !== IN_ZIP64) return sizes;
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== ZIP64_EXTRA || at + 20 > extra.byteLength) continue;
    const unpacked = Number(view.getBigUint64(at + 4, true));
    const packed = Number(view.getBigUint64(at + 12, true));
    return { ...sizes, packed, unpacked };
  }
  throw unsupported(path, 'has no recorded size', 'Pack it again');
}

function unsupported(path: string, what: string, advice: string): StepwellError {
  return new StepwellError(
    'unsupported_archive',
    `"${path.slice(-80)}" in the zip ${what}, which isn't supported. ${advice}; only stored and deflated entries are supported.`,
  );
}
