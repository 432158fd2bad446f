import { viewOf } from '../bytes/view-of.ts';

const ORIENTATION = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];

/**
 * @param body of an APP1 segment, behind its length.
 * @returns how a camera says that the image is to be turned, from 1 (not at all) to 8; null if it isn't said.
 * @see CIPA DC-008, 4.6.4 A: Orientation
 */
export function exifOrientation(body: Uint8Array): number | null {
  if (!EXIF.every((byte, i) => body[i] === byte)) return null;
  const view = viewOf(body.subarray(EXIF.length));
  if (view.byteLength < 8) return null;
  const isLittle = view.getUint16(0, false) === 0x4949;
  const first = view.getUint32(4, isLittle);
  if (first + 2 > view.byteLength) return null;
  const entries = view.getUint16(first, isLittle);
  for (let i = 0, at = first + 2; i < entries && at + ENTRY_BYTES <= view.byteLength; i++, at += ENTRY_BYTES) {
    if (view.getUint16(at, isLittle) !== ORIENTATION || view.getUint16(at + 2, isLittle) !== SHORT) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}
