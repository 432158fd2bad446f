import type { DecodedImage } from './image-size.ts';

/** What a new pixel is made of: the first of the old ones along a side, and the share of each. */
interface Share {
  first: number;
  weights: Float64Array;
}

/**
 * Scales an image to a size, without keeping its proportions. A new pixel is the mean of the old ones under a triangle as wide as two
 * new pixels, or two old ones where the image grows: the bilinear filter of Pillow, which rounds once more between rows and columns
 * and so differs by one at most.
 *
 * @returns an image of that size; values are rounded once.
 */
export function resizePixels(image: DecodedImage, to: { width: number; height: number }): DecodedImage {
  const { pixels, width, height, channels } = image;
  const { width: newWidth, height: newHeight } = to;
  const [rows, columns] = [sharesOf(height, newHeight), sharesOf(width, newWidth)];
  const lineLength = width * channels;
  const line = new Float64Array(lineLength);
  const resized = new Uint8Array(newHeight * newWidth * channels);
  let at = 0;
  for (const { first, weights } of rows) {
    line.fill(0);
    for (let i = 0; i < weights.length; i++) {
      const from = (first + i) * lineLength;
      for (let x = 0; x < lineLength; x++) line[x]! += weights[i]! * pixels[from + x]!;
    }
    for (const share of columns) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let i = 0; i < share.weights.length; i++) {
          sum += share.weights[i]! * line[(share.first + i) * channels + channel]!;
        }
        resized[at++] = Math.min(255, Math.floor(sum + 0.5));
      }
    }
  }
  return { ...image, pixels: resized, width: newWidth, height: newHeight, changes: [...image.changes, 'resized'] };
}

function sharesOf(length: number, newLength: number): Share[] {
  const scale = length / newLength;
  const reach = Math.max(1, scale);
  return Array.from({ length: newLength }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(length, Math.floor(centre + reach + 0.5));
    const weights = Float64Array.from({ length: end - first }, (_weight, j) =>
      Math.max(0, 1 - Math.abs(first + j + 0.5 - centre) / reach),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}
