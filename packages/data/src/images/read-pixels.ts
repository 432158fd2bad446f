import { StepwellError } from '@stepwell/base/errors';
import { imageColumn, PixelPieces, pixelsIn, type ImageColumn, type RowSample } from '../table/index.ts';
import type { ByteReader } from '../bytes/byte-reader.ts';
import { countSampledRows, requireFitting, type UploadLimits } from '../upload/limits.ts';
import { ChannelMover, type ImageLayout } from './image-layout.ts';
import type { PixelNumbers } from './pixel-numbers.ts';

/** Limits of a stored table. */
const MOST_SIDE = 65_535;
/** Most pixels per image. */
export const MOST_PIXELS = 4_000_000;

/**
 * Reads images that lie one behind the other.
 *
 * @param name what the file is called.
 * @param numbers how values become bytes; null for bytes.
 * @throws {StepwellError} `image_too_large` or `dataset_too_large` before anything is read, or `corrupt_archive`.
 */
export async function readPixels(
  reader: ByteReader,
  rows: number,
  layout: ImageLayout,
  name: string,
  limits: UploadLimits,
  numbers: PixelNumbers | null = null,
): Promise<ImageColumn> {
  const { height, width } = layout;
  if (height < 1 || width < 1) {
    throw new StepwellError(
      'corrupt_archive',
      `The images of "${name}" are ${width}×${height}, so they have no pixels. Save them again.`,
    );
  }
  requireSide(layout, name);
  const bytes = pixelsIn(layout);
  const taken = countSampledRows(rows, bytes * (numbers?.itemBytes ?? 1), limits);
  requireFitting(taken * bytes, limits);
  const pieces = new PixelPieces(bytes);
  const mover = new ChannelMover(layout, (pixels) => pieces.write(pixels));
  let at = 0;
  for await (const chunk of numbers?.bytes(reader, rows * bytes) ?? reader.portion(rows * bytes)) {
    for (const part of partsTaken(chunk, at, bytes, limits.isSampled)) mover.write(part);
    at += chunk.byteLength;
  }
  const stores = pieces.finish();
  numbers?.repair(stores, layout, limits.isSampled);
  return imageColumn('image', taken, layout, stores);
}

/** Yields the bytes of a chunk that belong to sampled images. */
function* partsTaken(
  chunk: Uint8Array,
  start: number,
  imageBytes: number,
  isSampled: RowSample | undefined,
): Generator<Uint8Array, void> {
  if (isSampled === undefined) return yield chunk;
  for (let at = 0; at < chunk.byteLength;) {
    const image = Math.floor((start + at) / imageBytes);
    const end = Math.min(chunk.byteLength, (image + 1) * imageBytes - start);
    if (isSampled(image)) yield chunk.subarray(at, end);
    at = end;
  }
}

/** @throws {StepwellError} `image_too_large`. */
export function requireSide({ height, width }: Pick<ImageColumn, 'height' | 'width'>, name: string): void {
  if (height <= MOST_SIDE && width <= MOST_SIDE && height * width <= MOST_PIXELS) return;
  throw new StepwellError(
    'image_too_large',
    `An image of "${name}" is ${width}×${height}, but at most ${MOST_PIXELS / 1e6} million pixels are supported. Scale the images down first; a few hundred pixels per side are enough for training.`,
    { details: { height, width, limit: MOST_PIXELS } },
  );
}
