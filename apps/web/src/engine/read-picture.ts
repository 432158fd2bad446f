/// <reference lib="webworker" />
import { StepwellError } from '@stepwell/base/errors';
import { isJpeg, isPng, MOST_PIXELS, readJpeg, readPng } from '@stepwell/data/images';
import type { ReadPicture } from './messages.ts';

/** The longer side of a picture that the browser reads, in pixels: phones take far larger ones. */
const MOST_SIDE = 1_024;
const NAME = 'picture';

/**
 * Reads a picture. A PNG or JPEG is read as the service reads uploaded images; what is too large for that, or of another format, as
 * the browser does.
 *
 * @throws {StepwellError} `unsupported_image` if neither can.
 */
export async function readPicture(file: Blob): Promise<ReadPicture> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return (await asUploaded(bytes)) ?? asShown(file);
}

/** @returns null where the service wouldn't read it. */
async function asUploaded(bytes: Uint8Array): Promise<ReadPicture | null> {
  try {
    const image = isPng(bytes) ? readPng(bytes, NAME) : isJpeg(bytes) ? readJpeg(bytes, NAME) : null;
    if (image === null || image.size.width * image.size.height > MOST_PIXELS) return null;
    const { width, height, channels, pixels } = await image.decode();
    return { width, height, channels, pixels };
  } catch (error) {
    if (error instanceof StepwellError) return null;
    throw error;
  }
}

async function asShown(file: Blob): Promise<ReadPicture> {
  const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
    throw new StepwellError(
      'unsupported_image',
      "This file isn't a picture that can be read. Choose a PNG or a JPEG.",
      {
        cause,
      },
    );
  });
  const scale = Math.min(1, MOST_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  // Transparent pixels are laid over white, as those of uploaded images are.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint8Array(3 * width * height);
  for (let at = 0; at < width * height; at++) {
    for (let channel = 0; channel < 3; channel++) pixels[3 * at + channel] = data[4 * at + channel]!;
  }
  return { width, height, channels: 3, pixels };
}
