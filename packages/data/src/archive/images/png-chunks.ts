import { crc32 } from '../bytes/crc32.ts';
import { viewOf } from '../bytes/view-of.ts';
import { corruptImage, unsupportedImage } from './image-errors.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** What the pixels are made from; of all else (profiles, texts, animations, transparency) nothing is read. */
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Record<number, number[]> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };

/** The header of a PNG and the chunks needed to decode it. */
export interface PngParts {
  width: number;
  height: number;
  depth: number;
  /** 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha. */
  colorType: number;
  isInterlaced: boolean;
  /** Channels in the file. */
  channels: number;
  /** The file, reduced to the chunks needed. */
  file: Uint8Array;
  /** The compressed pixels, in chunks. */
  packed: Uint8Array[];
}

/** @returns whether the first bytes are those of a PNG. */
export function isPng(start: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => start[i] === byte);
}

/**
 * Walks over the chunks of a PNG, checks them, and takes those that are needed.
 *
 * @param name what the image is called.
 * @throws {StepwellError} `corrupt_image` or `unsupported_image`.
 * @see https://www.w3.org/TR/png-3
 */
export function readPngChunks(bytes: Uint8Array, name: string): PngParts {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, SIGNATURE.length)];
  const packed: Uint8Array[] = [];
  let palette = 0;
  for (let at = SIGNATURE.length; ;) {
    if (at + 12 > bytes.byteLength) throw corruptImage(name, 'it ends early');
    const length = view.getUint32(at, false);
    const end = at + 12 + length;
    const type = new TextDecoder('latin1').decode(bytes.subarray(at + 4, at + 8));
    if (end > bytes.byteLength) throw corruptImage(name, 'it ends early');
    if ((type === 'IHDR') !== (kept.length === 1)) throw corruptImage(name, 'its chunks are in another order');
    if (KEPT.has(type)) {
      if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4, false)) {
        throw corruptImage(name, `the checksum of its ${type} chunk is wrong`);
      }
      kept.push(bytes.subarray(at, end));
      if (type === 'IDAT') packed.push(bytes.subarray(at + 8, end - 4));
      if (type === 'PLTE') palette += length;
    }
    if (type === 'IEND') break;
    at = end;
  }
  const head = readHead(kept[1]!, name);
  const isPaletteFit = head.colorType !== 3 || (palette > 0 && palette <= 768 && palette % 3 === 0);
  if (!isPaletteFit || packed.length === 0) throw corruptImage(name, 'it lacks colours or pixels');
  return { ...head, file: joined(kept), packed };
}

function readHead(chunk: Uint8Array, name: string): Omit<PngParts, 'file' | 'packed'> {
  if (chunk.byteLength !== 25) throw corruptImage(name, 'its head has another length');
  const view = viewOf(chunk);
  const [width, height] = [view.getUint32(8, false), view.getUint32(12, false)];
  const [depth = 0, colorType = 0, compression, filter, interlace = 0] = chunk.subarray(16, 21);
  const channels = CHANNELS[colorType];
  if (channels === undefined || DEPTHS[colorType]?.includes(depth) !== true || width === 0 || height === 0) {
    throw corruptImage(name, 'its head makes no sense');
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) throw corruptImage(name, 'its head makes no sense');
  const isInterlaced = interlace === 1;
  if (isInterlaced && depth < 8) throw unsupportedImage(name, 'is interlaced with less than 8 bits');
  return { width, height, depth, colorType, isInterlaced, channels };
}

function joined(parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}
