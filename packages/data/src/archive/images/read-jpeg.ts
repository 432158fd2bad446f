import { decode } from 'jpeg-js';
import { viewOf } from '../bytes/view-of.ts';
import { corruptImage, unsupportedImage } from './image-errors.ts';
import type { DecodedImage, ImageSize, ReadableImage } from './image-size.ts';
import { MOST_PIXELS } from './read-pixels.ts';

const SCAN = 0xda;
const END = 0xd9;
const COMMENT = 0xfe;
const ADOBE = 0xee;
/** Frames that are read: baseline, extended, progressive. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
/** All markers of frames: those, and lossless or arithmetic ones. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** A progressive image has some ten; each more is work for all pixels. */
const MOST_SCANS = 64;
const MOST_MEMORY_MB = 64;

/** @returns whether the first bytes are those of a JPEG. */
export function isJpeg(start: Uint8Array): boolean {
  return start[0] === 0xff && start[1] === 0xd8 && start[2] === 0xff;
}

/**
 * Looks at a JPEG: its size, and whether it is of a kind that is read.
 *
 * @param name what the image is called.
 * @throws {StepwellError} `corrupt_image` or `unsupported_image`.
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf: annex B
 */
export function readJpeg(bytes: Uint8Array, name: string): ReadableImage {
  const { size, file } = readSegments(bytes, name);
  return { size, decode: async () => decodeJpeg(file, size, name) };
}

function decodeJpeg(file: Uint8Array, size: ImageSize, name: string): DecodedImage {
  let rgb: { width: number; height: number; data: Uint8Array };
  try {
    rgb = decode(file, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: MOST_MEMORY_MB,
    });
  } catch (cause) {
    throw corruptImage(name, 'its pixels make no sense, or take too much room to decode', cause);
  }
  if (rgb.width !== size.width || rgb.height !== size.height) throw corruptImage(name, 'it has two sizes');
  if (size.channels === 3) return { ...size, pixels: rgb.data };
  const pixels = new Uint8Array(size.width * size.height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = rgb.data[i * 3]!;
  return { ...size, pixels };
}

/** Walks over the segments. Comments and what programs add, thumbnails and profiles, are left out of the file. */
function readSegments(bytes: Uint8Array, name: string): { size: ImageSize; file: Uint8Array } {
  const view = viewOf(bytes);
  const file = new Uint8Array(bytes.byteLength);
  let written = 0;
  let size: ImageSize | null = null;
  let scans = 0;
  const keep = (from: number, to: number) => {
    file.set(bytes.subarray(from, to), written);
    written += to - from;
  };
  keep(0, 2);
  for (let at = 2; ;) {
    if (at + 2 > bytes.byteLength || bytes[at] !== 0xff) throw corruptImage(name, 'it ends early or is damaged');
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === END) {
      keep(at, at + 2);
      break;
    }
    if (at + 4 > bytes.byteLength) throw corruptImage(name, 'it ends early');
    let end = at + 2 + view.getUint16(at + 2, false);
    if (end > bytes.byteLength || end < at + 4) throw corruptImage(name, 'it ends early or is damaged');
    if (isFrame(marker)) {
      if (size !== null || end < at + 10) throw corruptImage(name, 'it has two frames');
      size = frameSize(bytes.subarray(at, end), name);
    }
    if (marker === SCAN) {
      if (++scans > MOST_SCANS) throw unsupportedImage(name, `has more than ${MOST_SCANS} scans`);
      end = endOfScan(bytes, end);
    }
    const isLeftOut = marker === COMMENT || (marker >= 0xe0 && marker <= 0xef && marker !== ADOBE);
    if (!isLeftOut) keep(at, end);
    at = end;
  }
  if (size === null || scans === 0) throw corruptImage(name, 'it has no pixels');
  return { size, file: file.subarray(0, written) };
}

function frameSize(segment: Uint8Array, name: string): ImageSize {
  const marker = segment[1]!;
  if (!FRAMES.has(marker)) throw unsupportedImage(name, 'is a lossless or arithmetic JPEG');
  const view = viewOf(segment);
  const [depth, components] = [segment[4], segment[9]];
  const [height, width] = [view.getUint16(5, false), view.getUint16(7, false)];
  if (depth !== 8 || (components !== 1 && components !== 3)) {
    throw unsupportedImage(name, `has ${components} components of ${depth} bits`);
  }
  if (height === 0 || width === 0) throw corruptImage(name, 'it has no pixels');
  return { height, width, channels: components };
}

/** Packed pixels go on to the next marker that is no restart and no stuffed zero. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.byteLength; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]!;
    const isData = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!isData) return at;
  }
  return bytes.byteLength;
}
