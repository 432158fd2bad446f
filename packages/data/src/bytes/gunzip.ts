import { StepwellError } from '@stepwell/base/errors';
import type { UnpackedBudget } from '../upload/limits.ts';
import { ByteReader } from './byte-reader.ts';
import { crc32 } from './crc32.ts';
import { inflate } from './inflate.ts';
import { viewOf } from './view-of.ts';

const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const MOST_NAME_BYTES = 65_536;

/** @returns whether the first bytes are those of a gzip file. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * Unpacks a gzip file of one member, and checks it against its trailer.
 *
 * @param what the file is called in errors.
 * @throws {StepwellError} `corrupt_archive`, `unsupported_archive` or `archive_too_large`.
 * @see https://www.rfc-editor.org/rfc/rfc1952
 */
export async function* gunzip(
  packed: ByteReader,
  budget: UnpackedBudget,
  what: string,
): AsyncGenerator<Uint8Array, void> {
  await skipHeader(packed, what);
  const trailer: { bytes: Uint8Array } = { bytes: new Uint8Array(0) };
  let crc = 0;
  let length = 0;
  for await (const chunk of inflate(withoutTrailer(packed, trailer), what)) {
    budget.spend(chunk.byteLength);
    crc = crc32(chunk, crc);
    length += chunk.byteLength;
    yield chunk;
  }
  if (trailer.bytes.byteLength < TRAILER_BYTES) throw packed.endedEarly();
  const view = viewOf(trailer.bytes);
  if (view.getUint32(0, true) !== crc || view.getUint32(4, true) !== length % 2 ** 32) {
    throw new StepwellError(
      'corrupt_archive',
      `${what} is damaged, or consists of several concatenated gzip files: its checksum doesn't match. Create or download it again, or decompress it and compress it as one file.`,
    );
  }
}

async function skipHeader(packed: ByteReader, what: string): Promise<void> {
  const header = await packed.take(HEADER_BYTES);
  const flags = header[3]!;
  if (header[2] !== 8 || flags > 0x1f) {
    throw new StepwellError('unsupported_archive', `${what} uses an unknown gzip format. Compress it again.`);
  }
  if (flags & 4) await packed.skip(viewOf(await packed.take(2)).getUint16(0, true));
  if (flags & 8) await skipName(packed);
  if (flags & 16) await skipName(packed);
  if (flags & 2) await packed.skip(2);
}

async function skipName(packed: ByteReader): Promise<void> {
  for (let length = 0; length < MOST_NAME_BYTES; length++) if ((await packed.take(1))[0] === 0) return;
  throw packed.endedEarly();
}

/** The last eight bytes are the trailer; only the end says which these are. */
async function* withoutTrailer(packed: ByteReader, trailer: { bytes: Uint8Array }): AsyncGenerator<Uint8Array, void> {
  for (;;) {
    const held = await packed.peek(TRAILER_BYTES + 1);
    if (held.byteLength <= TRAILER_BYTES) break;
    yield await packed.take(held.byteLength - TRAILER_BYTES);
  }
  trailer.bytes = (await packed.next()) ?? trailer.bytes;
}
