import { multiHotRows, type MultiHotRows } from '@stepwell/backend';
import { weightShapes, type BenchCase } from './cases.ts';

/** What each seed draws; peers.py has the same numbers. */
const SEEDS = { x: 1, y: 2, rowLength: 3, octave: 4, id: 5, weights: 100 };
/** Octaves of ranks: 2^13 ≤ 10,000 < 2^14. */
const OCTAVES = 14;
const DRAWS_PER_ROW = 4_096;

/**
 * The i-th number of a seed. Whole-number arithmetic only, so that every language draws the same.
 *
 * @returns an unsigned 32-bit integer.
 */
function draw(i: number, seed: number): number {
  let h = (Math.imul(i + 1, 2_654_435_761) + Math.imul(seed, 40_503)) >>> 0;
  h = Math.imul(h ^ (h >>> 15), 2_246_822_519) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 3_266_489_917) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

function uniform(count: number, seed: number, from: number, to: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: count }, (_, i) => from + (to - from) * (draw(i, seed) / 2 ** 32));
}

/** @returns what the case's model starts from: kernels by Glorot's rule, biases of zero. */
export function initialWeights(one: BenchCase): Float32Array<ArrayBuffer>[] {
  return weightShapes(one).map((shape, i) => {
    const size = shape.reduce((a, b) => a * b, 1);
    if (shape.length === 1) return new Float32Array(size);
    const field = size / shape.at(-1)! / shape.at(-2)!;
    const limit = Math.sqrt(6 / (field * (shape.at(-1)! + shape.at(-2)!)));
    return uniform(size, SEEDS.weights + i, -limit, limit);
  });
}

let pixelBytes = new Uint8Array();

/** Sets the bytes that rows of pixels are made of. */
export function setPixels(bytes: Uint8Array<ArrayBuffer>): void {
  pixelBytes = bytes;
}

/**
 * @returns [batchSize, inputs] values of dense rows or images, in [0, 1].
 * @throws {RangeError} when `setPixels` was given too few.
 */
export function denseRows({ batchSize, inputs, pixels }: BenchCase): Float32Array<ArrayBuffer> {
  if (pixels) {
    if (pixelBytes.length < batchSize * inputs) throw new RangeError(`There are ${pixelBytes.length} bytes of pixels.`);
    return Float32Array.from(pixelBytes.subarray(0, batchSize * inputs), (byte) => byte / 255);
  }
  return uniform(batchSize * inputs, SEEDS.x, 0, 1);
}

/** @returns [batchSize] rows of ids whose frequencies fall like 1 / rank: every octave of ranks is as likely. */
export function sparseRows({ batchSize, inputs, idsPerRow }: BenchCase): MultiHotRows {
  const rows = Array.from({ length: batchSize }, (_, row) => {
    const length = Math.floor(idsPerRow / 2) + (draw(row, SEEDS.rowLength) % (idsPerRow + 1));
    const ids = new Set<number>();
    for (let k = row * DRAWS_PER_ROW; ids.size < length && k < (row + 1) * DRAWS_PER_ROW; k++) {
      const octave = 2 ** (draw(k, SEEDS.octave) % OCTAVES);
      const id = octave - 1 + (draw(k, SEEDS.id) % octave);
      if (id < inputs) ids.add(id);
    }
    return [...ids];
  });
  return multiHotRows(rows, inputs);
}

/** @returns [batchSize] class codes, zeros and ones, or values in [-1, 1), by the loss. */
export function targets({ batchSize, loss, units }: BenchCase): Float32Array<ArrayBuffer> {
  if (loss === 'mean-squared-error') return uniform(batchSize, SEEDS.y, -1, 1);
  const classes = loss === 'binary-crossentropy' ? 2 : units.at(-1)!;
  return Float32Array.from({ length: batchSize }, (_, i) => draw(i, SEEDS.y) % classes);
}
