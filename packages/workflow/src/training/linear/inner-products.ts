import { ln, square } from '@stepwell/base/exact';
import { pixelsAt } from '@stepwell/data/table';
import type { ByteImages, IdRows, Inputs } from '../preparation/index.ts';

/** Images are averaged down to so many pixels a side, whose products see what a linear model can see. */
const SIDE = 16;

/**
 * Inner products of prepared rows. Texts are weighed by TF-IDF and brought to length 1, images are averaged down; numbers beside
 * a text or an image count as much as it does.
 *
 * @returns [rows, rows], row-major, symmetric.
 * @see Manning, Raghavan, Schütze: Introduction to Information Retrieval, 6.3, for the weights
 */
export function innerProducts(x: Inputs, rows: number): Float64Array {
  switch (x.kind) {
    case 'numbers':
      return productsOfNumbers(x.values, rows);
    case 'images':
      return besideImages(productsOfNumbers(thumbnails(x.images), rows), x.numbers, rows);
    case 'multi-hot':
      return beside(productsOfTexts(x.hot, rows), x.numbers, rows);
    case 'sequences':
      return beside(productsOfTexts(x.words, rows), x.numbers, rows);
  }
}

function productsOfNumbers(values: Float32Array, rows: number): Float64Array {
  const width = values.length / rows;
  const products = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += values[i * width + k]! * values[j * width + k]!;
      products[i * rows + j] = sum;
      products[j * rows + i] = sum;
    }
  }
  return products;
}

/** Adds the products of numbers, on the scale of how images differ from their mean: what all have in common tells nothing. */
function besideImages(images: Float64Array, numbers: Float32Array | null, rows: number): Float64Array {
  if (numbers === null) return images;
  let trace = 0;
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    trace += images[i * rows + i]!;
    for (let j = 0; j < rows; j++) sum += images[i * rows + j]!;
  }
  const spread = trace - sum / rows;
  if (!(spread > 0)) return productsOfNumbers(numbers, rows);
  return beside(
    images.map((product) => (product * rows) / spread),
    numbers,
    rows,
  );
}

/** Adds the products of numbers, on the scale of the texts'. */
function beside(texts: Float64Array, numbers: Float32Array | null, rows: number): Float64Array {
  if (numbers === null) return texts;
  const products = productsOfNumbers(numbers, rows);
  let trace = 0;
  for (let i = 0; i < rows; i++) trace += products[i * rows + i]!;
  if (trace === 0) return texts;
  return texts.map((product, at) => product + (products[at]! * rows) / trace);
}

/** Words are weighed by ln((1 + rows) / (1 + rows that have it)) + 1, once a row. */
function productsOfTexts({ vocabulary, start, ids }: IdRows, rows: number): Float64Array {
  const has: number[][] = Array.from({ length: vocabulary }, () => []);
  for (let row = 0; row < rows; row++) {
    for (let at = start[row]!; at < start[row + 1]!; at++) {
      const of = has[ids[at]!]!;
      if (of.at(-1) !== row) of.push(row);
    }
  }
  const products = new Float64Array(rows * rows);
  for (const of of has) {
    const weight = square(ln((1 + rows) / (1 + of.length)) + 1);
    for (const i of of) for (const j of of) products[i * rows + j]! += weight;
  }
  const lengths = Float64Array.from({ length: rows }, (_, row) => Math.sqrt(products[row * rows + row]!) || 1);
  return products.map((product, at) => product / (lengths[Math.floor(at / rows)]! * lengths[at % rows]!));
}

/** @returns [images, pixels]: means over rectangles of equal sides, channel by channel. */
function thumbnails(images: ByteImages): Float32Array {
  const { height, width, channels, at } = images;
  const [high, wide] = [Math.min(SIDE, height), Math.min(SIDE, width)];
  const small = new Float32Array(at.length * high * wide * channels);
  const areas = new Float32Array(high * wide);
  const placeOf = (y: number, x: number) => Math.floor((y * high) / height) * wide + Math.floor((x * wide) / width);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) areas[placeOf(y, x)]!++;
  for (let row = 0; row < at.length; row++) {
    const bytes = pixelsAt(images, row);
    const from = row * high * wide;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const place = placeOf(y, x);
        for (let c = 0; c < channels; c++) {
          small[(from + place) * channels + c]! += bytes[(y * width + x) * channels + c]! / (255 * areas[place]!);
        }
      }
    }
  }
  return small;
}
