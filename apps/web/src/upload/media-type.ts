/** The first bytes of binary formats, and their media types. */
const SIGNATURES: { bytes: readonly number[]; type: string }[] = [
  { bytes: [0x1f, 0x8b], type: 'application/gzip' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], type: 'application/zip' },
  { bytes: [0x50, 0x41, 0x52, 0x31], type: 'application/vnd.apache.parquet' },
  // A NumPy array.
  { bytes: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], type: 'application/octet-stream' },
  // An idx file of bytes.
  { bytes: [0x00, 0x00, 0x08], type: 'application/octet-stream' },
];

/** The length of the longest of them. */
export const HEADER_BYTES = 6;

/** The media type of text, with any delimiter. */
export const TEXT = 'text/csv';

/**
 * A file's media type by its first bytes; its name may be wrong.
 *
 * @param start the first `HEADER_BYTES` bytes, or fewer if the file is shorter.
 */
export function mediaTypeOf(start: Uint8Array): string {
  return SIGNATURES.find(({ bytes }) => bytes.every((byte, i) => start[i] === byte))?.type ?? TEXT;
}
