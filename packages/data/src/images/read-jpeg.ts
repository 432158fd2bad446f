import { decode } from 'jpeg-js';
import { viewOf } from '../bytes/view-of.ts';
import { exifOrientation } from './exif-orientation.ts';
import { corruptImage, unsupportedImage } from './image-errors.ts';
import type { DecodedImage, ImageSize, ReadableImage } from './image-size.ts';
import { colorsOf, type JpegColors, type JpegMarks } from './jpeg-colors.ts';
import { MOST_PIXELS } from './read-pixels.ts';
import { turnUpright, uprightSize } from './turn-upright.ts';

const SCAN = 0xda;
const END = 0xd9;
const COMMENT = 0xfe;
const JFIF = 0xe0;
const EXIF = 0xe1;
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

/** What the segments of a JPEG say. */
interface JpegParts {
  /** As stored, before it is turned. */
  size: ImageSize;
  colors: JpegColors;
  /** From 1 to 8, as EXIF numbers them. */
  orientation: number;
  /** The file, reduced to the segments needed. */
  file: Uint8Array;
}

/**
 * Looks at a JPEG: its size once upright, and whether it is of a kind that is read.
 *
 * @param name what the image is called.
 * @throws {StepwellError} `corrupt_image` or `unsupported_image`.
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf: annex B
 */
export function readJpeg(bytes: Uint8Array, name: string): ReadableImage {
  const parts = readSegments(bytes, name);
  return { size: uprightSize(parts.size, parts.orientation), decode: async () => decodeJpeg(parts, name) };
}

function decodeJpeg({ size, colors, orientation, file }: JpegParts, name: string): DecodedImage {
  let rgb: { width: number; height: number; data: Uint8Array };
  try {
    rgb = decode(file, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      colorTransform: colors !== 'rgb' && colors !== 'cmyk',
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: MOST_MEMORY_MB,
    });
  } catch (cause) {
    throw corruptImage(name, 'its pixels make no sense, or take too much room to decode', cause);
  }
  if (rgb.width !== size.width || rgb.height !== size.height) throw corruptImage(name, 'it has two sizes');
  let pixels = rgb.data;
  if (size.channels === 1) {
    pixels = new Uint8Array(size.width * size.height);
    for (let i = 0; i < pixels.length; i++) pixels[i] = rgb.data[i * 3]!;
  }
  const changes: DecodedImage['changes'] = colors === 'cmyk' || colors === 'ycck' ? ['from-cmyk'] : [];
  if (orientation > 1) changes.push('turned');
  return { ...uprightSize(size, orientation), pixels: turnUpright(pixels, size, orientation), changes };
}

/** Walks over the segments. Comments and what programs add, thumbnails and profiles, are left out of the file. */
function readSegments(bytes: Uint8Array, name: string): JpegParts {
  const view = viewOf(bytes);
  const file = new Uint8Array(bytes.byteLength);
  let written = 0;
  let frame: Frame | null = null;
  let orientation: number | null = null;
  const marks: JpegMarks = { isJfif: false, adobe: null };
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
      if (frame !== null || end < at + 10) throw corruptImage(name, 'it has two frames');
      frame = readFrame(bytes.subarray(at, end), name);
    }
    const body = bytes.subarray(at + 4, end);
    if (marker === JFIF && startsWith(body, 'JFIF\0')) marks.isJfif = true;
    if (marker === EXIF) orientation ??= exifOrientation(body);
    if (marker === ADOBE && startsWith(body, 'Adobe') && body.byteLength >= 12) marks.adobe = body[11]!;
    if (marker === SCAN) {
      if (++scans > MOST_SCANS) throw unsupportedImage(name, `has more than ${MOST_SCANS} scans`);
      end = endOfScan(bytes, end);
    }
    const isLeftOut = marker === COMMENT || (marker >= 0xe0 && marker <= 0xef && marker !== ADOBE);
    if (!isLeftOut) keep(at, end);
    at = end;
  }
  if (frame === null || scans === 0) throw corruptImage(name, 'it has no pixels');
  const { size, components } = frame;
  const colors = colorsOf(components, marks, name);
  return { size, colors, orientation: orientation ?? 1, file: file.subarray(0, written) };
}

/** An image's size, and the identifiers of its components. */
interface Frame {
  size: ImageSize;
  components: Uint8Array;
}

function readFrame(segment: Uint8Array, name: string): Frame {
  const marker = segment[1]!;
  if (!FRAMES.has(marker)) throw unsupportedImage(name, 'is a lossless or arithmetic JPEG');
  const view = viewOf(segment);
  const [depth, count = 0] = [segment[4], segment[9]];
  const [height, width] = [view.getUint16(5, false), view.getUint16(7, false)];
  if (depth !== 8 || (count !== 1 && count !== 3 && count !== 4)) {
    throw unsupportedImage(name, `has ${count} components of ${depth} bits`);
  }
  if (height === 0 || width === 0) throw corruptImage(name, 'it has no pixels');
  const components = Uint8Array.from({ length: count }, (_, i) => segment[10 + 3 * i] ?? 0);
  return { size: { height, width, channels: count === 1 ? 1 : 3 }, components };
}

function startsWith(body: Uint8Array, text: string): boolean {
  return Array.from(text).every((letter, i) => body[i] === letter.charCodeAt(0));
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
