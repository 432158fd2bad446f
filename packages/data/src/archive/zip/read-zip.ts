import { StepwellError } from '@stepwell/base/errors';
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { crc32 } from '../../bytes/crc32.ts';
import { damaged, inflate } from '../../bytes/inflate.ts';
import { viewOf } from '../../bytes/view-of.ts';
import type { UnpackedBudget, UploadLimits } from '../../upload/limits.ts';
import { checkCentralDirectory, END } from './central-directory.ts';
import { readLocalHeader, type EntrySizes, type LocalHeader } from './local-header.ts';
import { untilDescriptor } from './until-descriptor.ts';

const LOCAL_HEADER = 0x04034b50;

/** @returns whether the first bytes are those of a zip; an empty one starts with its end record. */
export function isZip(start: Uint8Array): boolean {
  if (start.byteLength < 4) return false;
  const signature = viewOf(start).getUint32(0, true);
  return signature === LOCAL_HEADER || signature === END;
}

/** A file in a zip. Its bytes are there until the next entry is asked for, once, and are read to their end or not at all. */
export interface ZipEntry {
  path: string;
  /** The unpacked bytes; their end is checked against the length and checksum that the zip says. */
  bytes(): AsyncGenerator<Uint8Array, void>;
}

/**
 * Reads a zip in the order in which it is written, as it comes. What is not asked for is not unpacked.
 *
 * @throws {StepwellError} `corrupt_archive`, `unsupported_archive`, `unsafe_path` or `archive_too_large`.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export async function* readZip(
  reader: ByteReader,
  limits: UploadLimits,
  budget: UnpackedBudget,
): AsyncGenerator<ZipEntry, void> {
  for (let entries = 0; ; entries++) {
    const signature = viewOf(await reader.take(4)).getUint32(0, true);
    if (signature !== LOCAL_HEADER) return checkCentralDirectory(reader, signature, entries);
    if (entries >= limits.maxEntries) {
      throw new StepwellError(
        'archive_too_large',
        `The zip contains more than ${limits.maxEntries} files, which is the limit. Upload a random sample of them.`,
        { details: { limit: limits.maxEntries } },
      );
    }
    const header = await readLocalHeader(reader);
    let opened = false;
    const entry: ZipEntry = {
      path: header.path,
      bytes() {
        opened = true;
        return unpack(reader, header, budget);
      },
    };
    if (!entry.path.endsWith('/')) yield entry;
    if (!opened) for await (const _ of packedBytes(reader, header, () => {}));
  }
}

async function* unpack(
  reader: ByteReader,
  header: LocalHeader,
  budget: UnpackedBudget,
): AsyncGenerator<Uint8Array, void> {
  const what = `"${header.path}"`;
  if (header.sizes !== null) budget.require(header.sizes.unpacked);
  let says = header.sizes;
  const packed = packedBytes(reader, header, (sizes) => (says = sizes));
  let crc = 0;
  let length = 0;
  for await (const chunk of header.method === 'stored' ? packed : inflate(packed, what, says?.unpacked)) {
    budget.spend(chunk.byteLength);
    crc = crc32(chunk, crc);
    length += chunk.byteLength;
    yield chunk;
  }
  if (says?.crc !== crc || says.unpacked !== length) throw damaged(what);
}

function packedBytes(
  reader: ByteReader,
  { sizes }: LocalHeader,
  found: (sizes: EntrySizes) => void,
): AsyncGenerator<Uint8Array, void> {
  return sizes === null ? untilDescriptor(reader, found) : reader.portion(sizes.packed);
}
