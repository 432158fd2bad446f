import { StepwellError } from '@stepwell/base/errors';
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { viewOf } from '../../bytes/view-of.ts';

const CENTRAL_HEADER = 0x02014b50;
const ZIP64_END = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;
/** Signature of the end of central directory record. */
export const END = 0x06054b50;
const MOST_ZIP64_BYTES = 65_536;

/**
 * Reads the list of entries that a zip ends with, only to see that the zip is whole.
 *
 * @param first the signature already read.
 * @param entries how many came.
 * @throws {StepwellError} `corrupt_archive`.
 */
export async function checkCentralDirectory(reader: ByteReader, first: number, entries: number): Promise<void> {
  let listed = 0;
  for (let signature = first; ; signature = viewOf(await reader.take(4)).getUint32(0, true)) {
    if (signature === CENTRAL_HEADER) {
      listed++;
      const view = viewOf(await reader.take(42));
      await reader.skip(view.getUint16(24, true) + view.getUint16(26, true) + view.getUint16(28, true));
    } else if (signature === ZIP64_END) {
      const size = Number(viewOf(await reader.take(8)).getBigUint64(0, true));
      if (size > MOST_ZIP64_BYTES) throw notWhole();
      await reader.skip(size);
    } else if (signature === ZIP64_LOCATOR) {
      await reader.skip(16);
    } else if (signature === END) {
      if (listed !== entries) throw notWhole();
      const view = viewOf(await reader.take(18));
      await reader.skip(view.getUint16(16, true));
      return;
    } else {
      throw notWhole();
    }
  }
}

function notWhole(): StepwellError {
  return new StepwellError(
    'corrupt_archive',
    "The zip is damaged: its entries don't match its central directory. Create or download it again.",
  );
}
