/** How files begin that are no text, and what they are sent as. */
const STARTS: { bytes: readonly number[]; type: string }[] = [
  { bytes: [0x1f, 0x8b], type: 'application/gzip' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], type: 'application/zip' },
  // An array of numpy's.
  { bytes: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], type: 'application/octet-stream' },
  // An idx file of bytes.
  { bytes: [0x00, 0x00, 0x08], type: 'application/octet-stream' },
];

/** The longest of them. */
export const LOOKED_AT = 6;

/** The media type of a text, whatever separates its cells. */
export const TEXT = 'text/csv';

/**
 * What a file is sent as: its name may say anything, its first bytes don't.
 *
 * @param start the first `LOOKED_AT` bytes, or all of them where there are fewer.
 */
export function mediaTypeOf(start: Uint8Array): string {
  return STARTS.find(({ bytes }) => bytes.every((byte, i) => start[i] === byte))?.type ?? TEXT;
}
