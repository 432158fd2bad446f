import { inflate, MOST_EXPANSION } from '../bytes/inflate.ts';
import { corruptImage } from './image-errors.ts';
import type { PngParts } from './png-chunks.ts';

/** A pass over the image: first column and row, and the steps between. */
type Pass = readonly [x: number, y: number, stepX: number, stepY: number];
const WHOLE: readonly Pass[] = [[0, 0, 1, 1]];
/** The seven passes of an interlaced PNG. */
const ADAM7: readonly Pass[] = [
  [0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2],
]; // prettier-ignore

/**
 * Unpacks the samples of a PNG of any depth, interlaced or not. (fast-png 8.0.0 misreads interlaced images of fewer than
 * 8 bits per sample.) Only what unpacks to as many bytes as the head asks for is read.
 *
 * @returns [height, width, channels]: as stored, from 0 to 2^depth - 1.
 * @throws {StepwellError} `corrupt_image`.
 * @see https://www.w3.org/TR/png-3: 7 to 9
 */
export async function unpackPng(parts: PngParts, name: string): Promise<Uint8Array | Uint16Array> {
  const { width, height, depth, channels } = parts;
  const passes = (parts.isInterlaced ? ADAM7 : WHOLE)
    .map(([x, y, stepX, stepY]) => {
      const [columns, rows] = [Math.ceil((width - x) / stepX), Math.ceil((height - y) / stepY)];
      return { x, y, stepX, stepY, columns, rows, lineBytes: Math.ceil((columns * channels * depth) / 8) };
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
  const expected = passes.reduce((sum, { rows, lineBytes }) => sum + rows * (1 + lineBytes), 0);
  const lines = await inflated(parts.packed, expected, name);
  const samples = new (depth === 16 ? Uint16Array : Uint8Array)(width * height * channels);
  const pixelBytes = Math.max(1, (channels * depth) / 8);
  let at = 0;
  for (const { x, y, stepX, stepY, columns, rows, lineBytes } of passes) {
    let above: Uint8Array = new Uint8Array(lineBytes);
    for (let row = 0; row < rows; row++) {
      const line = lines.subarray(at + 1, at + 1 + lineBytes);
      if (!unfilter(lines[at]!, line, above, pixelBytes)) throw corruptImage(name, 'its pixels make no sense');
      const start = ((y + row * stepY) * width + x) * channels;
      spread(line, depth, columns, channels, samples, start, stepX * channels);
      above = line;
      at += 1 + lineBytes;
    }
  }
  return samples;
}

async function inflated(packed: Uint8Array[], expected: number, name: string): Promise<Uint8Array> {
  const packedBytes = packed.reduce((sum, part) => sum + part.byteLength, 0);
  const lines = new Uint8Array(packedBytes * MOST_EXPANSION < expected ? 0 : expected);
  let bytes = 0;
  try {
    for await (const chunk of inflate(withoutZlibHeader(packed), name, expected)) {
      const end = bytes + chunk.byteLength;
      if (end > lines.byteLength) throw corruptImage(name, 'it has more pixels than its head says');
      lines.set(chunk, bytes);
      bytes = end;
    }
  } catch (cause) {
    throw corruptImage(name, 'its packed pixels make no sense', cause);
  }
  if (bytes !== expected) throw corruptImage(name, 'it has fewer pixels than its head says');
  return lines;
}

async function* withoutZlibHeader(packed: Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  let skipped = 0;
  for (const part of packed) {
    const from = Math.min(2 - skipped, part.byteLength);
    skipped += from;
    yield part.subarray(from);
  }
}

/** Undoes a line's filter in place. @returns whether there is such a filter. */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, pixelBytes: number): boolean {
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let i = pixelBytes; i < line.length; i++) line[i]! += line[i - pixelBytes]!;
      return true;
    case 2:
      for (let i = 0; i < line.length; i++) line[i]! += above[i]!;
      return true;
    case 3:
      for (let i = 0; i < line.length; i++) {
        line[i]! += ((i < pixelBytes ? 0 : line[i - pixelBytes]!) + above[i]!) >>> 1;
      }
      return true;
    case 4:
      for (let i = 0; i < line.length; i++) {
        const isFirst = i < pixelBytes;
        line[i]! += paeth(isFirst ? 0 : line[i - pixelBytes]!, above[i]!, isFirst ? 0 : above[i - pixelBytes]!);
      }
      return true;
    default:
      return false;
  }
}

function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** Writes a line's samples where they belong, `step` numbers from pixel to pixel. */
function spread(
  line: Uint8Array,
  depth: number,
  columns: number,
  channels: number,
  samples: Uint8Array | Uint16Array,
  start: number,
  step: number,
): void {
  if (depth === 8 && step === channels) return samples.set(line, start);
  const most = 2 ** depth - 1;
  for (let column = 0, i = 0; column < columns; column++) {
    const to = start + column * step;
    for (let channel = 0; channel < channels; channel++, i++) {
      if (depth === 8) samples[to + channel] = line[i]!;
      else if (depth === 16) samples[to + channel] = line[2 * i]! * 256 + line[2 * i + 1]!;
      else {
        const bit = i * depth;
        samples[to + channel] = (line[bit >>> 3]! >>> (8 - depth - (bit & 7))) & most;
      }
    }
  }
}
