import { StepwellError } from '@stepwell/base/errors';
import { maskedCrc32c } from './crc32c.ts';

const HEAD = 12;
const TAIL = 4;

/** Records of a file, and whether its last one was cut off. */
export interface TfRecords {
  records: Uint8Array[];
  /** Whether the file ends within a record, as one does that is still being written. */
  cut: boolean;
  /** Where a record is damaged, in bytes; nothing behind it is read. Null if there is none. */
  damagedAt: number | null;
}

/**
 * Reads a TFRecord file: length, CRC of the length, data, CRC of the data.
 *
 * @param name of the file, for the error.
 * @throws {StepwellError} `corrupt_archive` if the first record is damaged: then it is no such file.
 */
export function readTfRecords(bytes: Uint8Array, name: string): TfRecords {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + HEAD > bytes.length) return { records, cut: true, damagedAt: null };
    if (view.getUint32(at + 8, true) !== maskedCrc32c(bytes.subarray(at, at + 8))) return damaged(records, name, at);
    const length = Number(view.getBigUint64(at, true));
    const end = at + HEAD + length;
    if (end + TAIL > bytes.length) return { records, cut: true, damagedAt: null };
    const data = bytes.subarray(at + HEAD, end);
    if (view.getUint32(end, true) !== maskedCrc32c(data)) return damaged(records, name, at);
    records.push(data);
    at = end + TAIL;
  }
  return { records, cut: false, damagedAt: null };
}

function damaged(records: Uint8Array[], name: string, at: number): TfRecords {
  if (records.length > 0) return { records, cut: false, damagedAt: at };
  throw new StepwellError(
    'corrupt_archive',
    `${name} is no event file of TensorBoard, or damaged: the checksum of its first record is wrong. Copy the file again from where it was written.`,
  );
}
