import { StepwellError } from '@stepwell/base/errors';
import { collect } from '../bytes/collect.ts';
import { corruptImage } from './image-errors.ts';
import type { ReadableImage } from './image-size.ts';
import { isPng } from './png-chunks.ts';
import { isJpeg, readJpeg } from './read-jpeg.ts';
import { readPng } from './read-png.ts';

const MOST_BYTES = 16_000_000;

/** @returns the bytes of an image file. @throws {StepwellError} `image_too_large`. */
export function collectImage(bytes: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> {
  return collect(bytes, MOST_BYTES, () => {
    throw new StepwellError(
      'image_too_large',
      `The image "${name}" is larger than ${MOST_BYTES / 1e6} MB, which is the limit. Scale the images down first.`,
      { details: { image: name.slice(-200), limitBytes: MOST_BYTES } },
    );
  });
}

/**
 * Opens an image. Its format is told by its bytes, not its name.
 *
 * @throws {StepwellError} `corrupt_image` or `unsupported_image`.
 */
export function openImage(file: Uint8Array, name: string): ReadableImage {
  if (file.byteLength === 0) throw corruptImage(name, 'it is empty');
  if (isPng(file)) return readPng(file, name);
  if (isJpeg(file)) return readJpeg(file, name);
  throw corruptImage(name, 'it is neither PNG nor JPEG');
}
