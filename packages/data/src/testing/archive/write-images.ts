import { zlibSync } from 'fflate';
import { crc32 } from '../../bytes/crc32.ts';
import { bytesOf } from './files.ts';

const SIDE = 8;

interface PngOfChoice {
  width: number;
  depth: number;
  colorType: number;
  palette?: number[];
  transparency?: number[];
}

/** A PNG of one row, of choice: what fast-png doesn't write. */
export function rowPng({ line, ...png }: PngOfChoice & { line: number[] }): Uint8Array {
  return filteredPng({ ...png, lines: [[0, ...line]] });
}

/** A PNG of choice. Each line begins with the number of its filter. */
export function filteredPng({
  width,
  depth,
  colorType,
  lines,
  palette = [],
  transparency = [],
}: PngOfChoice & { lines: number[][] }): Uint8Array {
  const head = [...bigEndian(width, 4), ...bigEndian(lines.length, 4), depth, colorType, 0, 0, 0];
  return bytesOf(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    chunk('IHDR', head),
    palette.length === 0 ? [] : chunk('PLTE', palette),
    transparency.length === 0 ? [] : chunk('tRNS', transparency),
    chunk('IDAT', [...zlibSync(Uint8Array.from(lines.flat()))]),
    chunk('IEND', []),
  );
}

function chunk(type: string, body: number[]): Uint8Array {
  const named = bytesOf(type, body);
  return bytesOf(bigEndian(body.length, 4), named, bigEndian(crc32(named), 4));
}

/**
 * A baseline JPEG of 8×8 pixels, all alike: each component holds one value. Put together by the specification (ITU T.81):
 * quantized by 1, so that the only coefficient is 8 × (value - 128).
 *
 * @param components the value of each.
 * @param ids their identifiers.
 * @param segments put in front, such as Adobe's.
 */
export function flatJpeg(
  components: number[],
  { ids = [1, 2, 3, 4], segments = [] }: { ids?: number[]; segments?: Uint8Array[] } = {},
): Uint8Array {
  const count = components.length;
  const used = ids.slice(0, count);
  const frame = [8, ...bigEndian(SIDE, 2), ...bigEndian(SIDE, 2), count, ...used.flatMap((id) => [id, 0x11, 0])];
  // Twelve codes of four bits for the sizes 0 to 11, and one of a single bit: the end of the block.
  const sizes = [0, 0, 0, 12, ...Array.from({ length: 12 }, () => 0), ...Array.from({ length: 12 }, (_, i) => i)];
  const end = [1, ...Array.from({ length: 15 }, () => 0), 0];
  return bytesOf(
    [0xff, 0xd8],
    ...segments,
    segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
    segment(0xc0, frame),
    segment(0xc4, [0x00, ...sizes]),
    segment(0xc4, [0x10, ...end]),
    segment(0xda, [count, ...used.flatMap((id) => [id, 0]), 0, 63, 0]),
    packedBits(components.map((value) => `${coefficient(8 * (value - 128))}0`).join('')),
    [0xff, 0xd9],
  );
}

/** A segment of a JPEG. */
export function segment(marker: number, body: number[]): Uint8Array {
  return bytesOf([0xff, marker], bigEndian(body.length + 2, 2), body);
}

/** The segment of Adobe: 0 no transform, 1 YCbCr, 2 YCCK. */
export function adobe(transform: number): Uint8Array {
  return segment(0xee, [...bytesOf('Adobe'), 0, 100, 0, 0, 0, 0, transform]);
}

/** The segment of EXIF, with an orientation alone. */
export function exif(orientation: number, order: 'II' | 'MM' = 'MM'): Uint8Array {
  const number = (value: number, bytes: number) =>
    order === 'MM' ? bigEndian(value, bytes) : bigEndian(value, bytes).toReversed();
  const entry = [...number(0x0112, 2), ...number(3, 2), ...number(1, 4), ...number(orientation, 2), 0, 0];
  const tiff = [...bytesOf(order), ...number(42, 2), ...number(8, 4), ...number(1, 2), ...entry, ...number(0, 4)];
  return segment(0xe1, [...bytesOf('Exif\0\0'), ...tiff]);
}

/** A JPEG with more segments right behind its start. */
export function withSegments(jpeg: Uint8Array, ...segments: Uint8Array[]): Uint8Array {
  return bytesOf(jpeg.subarray(0, 2), ...segments, jpeg.subarray(2));
}

function bigEndian(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) % 256);
}

function coefficient(value: number): string {
  const size = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1;
  const bits = value < 0 ? value + 2 ** size - 1 : value;
  return size.toString(2).padStart(4, '0') + (size === 0 ? '' : bits.toString(2).padStart(size, '0'));
}

function packedBits(bits: string): number[] {
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const bytes = Array.from({ length: padded.length / 8 }, (_, i) => Number.parseInt(padded.slice(i * 8, i * 8 + 8), 2));
  return bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]));
}
