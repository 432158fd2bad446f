import { StepwellError } from '@stepwell/base/errors';
import { imageColumn, PixelPieces, pixelsIn, type ImageColumn, type RowSample } from '../../table/index.ts';
import type { ByteReader } from '../bytes/byte-reader.ts';
import { countSampledRows, requireFitting, type UploadLimits } from '../upload/limits.ts';

/** Limits of a stored table. */
const MOST_SIDE = 65_535;
/** Most pixels per image. */
export const MOST_PIXELS = 4_000_000;

/**
 * Reads images that lie one behind the other: [rows, height, width, channels], uint8.
 *
 * @param name what the file is called.
 * @throws {StepwellError} `image_too_large` or `dataset_too_large` before anything is read, or `corrupt_archive`.
 */
export async function readPixels(
  reader: ByteReader,
  rows: number,
  size: Pick<ImageColumn, 'height' | 'width' | 'channels'>,
  name: string,
  limits: UploadLimits,
): Promise<ImageColumn> {
  const { height, width } = size;
  if (height < 1 || width < 1) {
    throw new StepwellError(
      'corrupt_archive',
      `The images of "${name}" are ${width}×${height}, so they have no pixels. Save them again.`,
    );
  }
  requireSide(size, name);
  const bytes = pixelsIn(size);
  const taken = countSampledRows(rows, bytes, limits);
  requireFitting(taken * bytes, limits);
  const pieces = new PixelPieces(bytes);
  let at = 0;
  for await (const chunk of reader.portion(rows * bytes)) {
    for (const part of partsTaken(chunk, at, bytes, limits.isSampled)) pieces.write(part);
    at += chunk.byteLength;
  }
  return imageColumn('image', taken, size, pieces.finish());
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
