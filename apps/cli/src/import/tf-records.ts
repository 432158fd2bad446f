import { StepwellError } from '@stepwell/base/errors';
import { maskedCrc32c } from './crc32c.ts';

const HEAD = 12;
const TAIL = 4;

/** Records of a file, and whether its last one was cut off. */
export interface TfRecords {
  records: Uint8Array[];
  /** Whether the file ends within a record, as one does that is still being written. */
  cut: boolean;
}

/**
 * Reads a TFRecord file: length, CRC of the length, data, CRC of the data.
 *
 * @param name of the file, for the error.
 * @throws {StepwellError} `corrupt_archive` if a checksum is wrong.
 */
export function readTfRecords(bytes: Uint8Array, name: string): TfRecords {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + HEAD > bytes.length) return { records, cut: true };
    if (view.getUint32(at + 8, true) !== maskedCrc32c(bytes.subarray(at, at + 8))) throw damaged(name, at);
    const length = Number(view.getBigUint64(at, true));
    const end = at + HEAD + length;
    if (end + TAIL > bytes.length) return { records, cut: true };
    const data = bytes.subarray(at + HEAD, end);
    if (view.getUint32(end, true) !== maskedCrc32c(data)) throw damaged(name, at);
    records.push(data);
    at = end + TAIL;
  }
  return { records, cut: false };
}

function damaged(name: string, at: number): StepwellError {
  return new StepwellError(
    'corrupt_archive',
    `${name} is no event file of TensorBoard, or damaged: the checksum of the record at byte ${at} is wrong. Copy the file again from where it was written.`,
  );
}
