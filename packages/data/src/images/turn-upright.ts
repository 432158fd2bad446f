import type { ImageSize } from './image-size.ts';

/** @returns the size of an image once it's upright: of orientations 5 to 8, rows become columns. */
export function uprightSize(size: ImageSize, orientation: number): ImageSize {
  return orientation < 5 ? size : { ...size, width: size.height, height: size.width };
}

/**
 * Turns and mirrors an image as its EXIF orientation says.
 *
 * @param pixels [height, width, channels], of the size given.
 * @param size as stored, before it is turned.
 * @param orientation from 1 to 8.
 */
export function turnUpright(pixels: Uint8Array, size: ImageSize, orientation: number): Uint8Array {
  if (orientation === 1) return pixels;
  const { width, height, channels } = size;
  const upright = uprightSize(size, orientation);
  const isTransposed = orientation >= 5;
  // From where a row of the upright image is read: backwards or not, along the stored rows or columns.
  const isMirroredX = [2, 3, 7, 8].includes(orientation);
  const isMirroredY = [3, 4, 6, 7].includes(orientation);
  const turned = new Uint8Array(pixels.byteLength);
  let to = 0;
  for (let y = 0; y < upright.height; y++) {
    for (let x = 0; x < upright.width; x++) {
      const [column, row] = isTransposed ? [y, x] : [x, y];
      const fromX = isMirroredX ? width - 1 - column : column;
      const fromY = isMirroredY ? height - 1 - row : row;
      const from = (fromY * width + fromX) * channels;
      for (let channel = 0; channel < channels; channel++) turned[to++] = pixels[from + channel]!;
    }
  }
  return turned;
}
