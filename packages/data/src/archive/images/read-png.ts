import { convertIndexedToRgb, decode, type DecodedPng } from 'fast-png';
import { inflate } from '../bytes/inflate.ts';
import { corruptImage } from './image-errors.ts';
import type { DecodedImage, ImageSize, ReadableImage } from './image-size.ts';
import { readPngChunks, type PngParts } from './png-chunks.ts';

/** Of the seven passes of an interlaced PNG: first column and row, and the steps between. */
const ADAM7 = [
  [0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2],
] as const; // prettier-ignore

/**
 * Looks at a PNG. Palettes are colours; transparency is left out; 16 bits become 8.
 *
 * @param name what the image is called.
 * @throws {StepwellError} `corrupt_image` or `unsupported_image`.
 */
export function readPng(bytes: Uint8Array, name: string): ReadableImage {
  const parts = readPngChunks(bytes, name);
  const { width, height, colorType } = parts;
  const size: ImageSize = { width, height, channels: colorType === 0 || colorType === 4 ? 1 : 3 };
  return { size, decode: () => decodePng(parts, size, name) };
}

async function decodePng(parts: PngParts, size: ImageSize, name: string): Promise<DecodedImage> {
  await checkUnpacked(parts, name);
  let png: DecodedPng;
  let palette: Uint8Array | null = null;
  try {
    png = decode(parts.file);
    if (parts.colorType === 3) palette = convertIndexedToRgb(png);
  } catch (cause) {
    throw corruptImage(name, 'its pixels make no sense', cause);
  }
  const pixels = palette ?? withoutAlpha(toBytes(png), parts.channels, size.channels);
  if (pixels.byteLength !== size.width * size.height * size.channels) {
    throw corruptImage(name, 'it has another number of pixels than its head says');
  }
  return { ...size, pixels };
}

/** The decoder unpacks whatever comes. Only what unpacks to as many bytes as the head asks for gets there. */
async function checkUnpacked(parts: PngParts, name: string): Promise<void> {
  const expected = unpackedBytes(parts);
  let bytes = 0;
  try {
    for await (const chunk of inflate(withoutZlibHeader(parts.packed), name)) {
      bytes += chunk.byteLength;
      if (bytes > expected) break;
    }
  } catch (cause) {
    throw corruptImage(name, 'its packed pixels make no sense', cause);
  }
  if (bytes !== expected) throw corruptImage(name, 'it has another number of pixels than its head says');
}

async function* withoutZlibHeader(packed: Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  let skipped = 0;
  for (const part of packed) {
    const from = Math.min(2 - skipped, part.byteLength);
    skipped += from;
    yield part.subarray(from);
  }
}

/** Each line has a byte that says how it is filtered. */
function unpackedBytes({ width, height, depth, channels, isInterlaced }: PngParts): number {
  const lines = (w: number, h: number) => (w > 0 && h > 0 ? h * (1 + Math.ceil((w * channels * depth) / 8)) : 0);
  if (!isInterlaced) return lines(width, height);
  return ADAM7.reduce(
    (sum, [x, y, stepX, stepY]) => sum + lines(Math.ceil((width - x) / stepX), Math.ceil((height - y) / stepY)),
    0,
  );
}

/** @returns one byte for each value: 16 bits lose their lower ones, fewer than 8 are spread from 0 to 255. */
function toBytes({ data, width, height, channels, depth }: DecodedPng): Uint8Array {
  if (depth === 16) return Uint8Array.from(data, (value) => value >>> 8);
  if (depth === 8) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const bytes = new Uint8Array(width * height * channels);
  const perLine = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  for (let i = 0; i < bytes.length; i++) {
    const bit = (i % width) * depth;
    const packed = data[Math.floor(i / width) * perLine + (bit >>> 3)] ?? 0;
    bytes[i] = (((packed >>> (8 - depth - (bit & 7))) & most) * 255) / most;
  }
  return bytes;
}

function withoutAlpha(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (from === to) return bytes;
  const kept = new Uint8Array((bytes.byteLength / from) * to);
  for (let i = 0, at = 0; at < kept.byteLength; i += from) {
    for (let channel = 0; channel < to; channel++) kept[at++] = bytes[i + channel]!;
  }
  return kept;
}
