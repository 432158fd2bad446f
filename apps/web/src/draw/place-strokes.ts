import { cropped, resized, type Box, type Picture, type Sides } from './picture.ts';

/** Where strokes belong in an image, as the training images have them. */
export interface Placement {
  /** The longer side of what is drawn, as a share of the image's. */
  side: number;
  /** The point, as shares of width and height, where the centre of mass goes, or the middle of the box. */
  middle: { of: 'mass' | 'box'; x: number; y: number };
}

/** Handwriting as MNIST has it: 20 of 28 pixels, the centre of mass in the middle. */
export const LIKE_MNIST: Placement = { side: 20 / 28, middle: { of: 'mass', x: 14.5 / 28, y: 14.5 / 28 } };

/** Fainter ink, from 0 to 255, doesn't count for the box around what is drawn. */
const LEAST_INK = 64;

/**
 * Scales what is drawn to the size that it has in training images, and moves it to where it is there, by whole pixels.
 *
 * @param ink how much ink is where, 0 to 255, one channel.
 * @returns the ink in an image of that size; the ink scaled as a whole where there is none.
 */
export function placeStrokes(ink: Picture, to: Sides, { side, middle }: Placement): Picture {
  const box = boxOf(ink);
  if (box === null) return resized(ink, to);
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const scale = Math.min((side * to.width) / width, (side * to.height) / height);
  const small = resized(cropped(ink, box), {
    width: sideOf(width * scale, to.width),
    height: sideOf(height * scale, to.height),
  });
  const at = middle.of === 'mass' ? massOf(small) : { x: small.width / 2, y: small.height / 2 };
  return pasted(small, to, {
    left: startOf(middle.x * to.width - at.x, to.width - small.width),
    top: startOf(middle.y * to.height - at.y, to.height - small.height),
  });
}

/** @returns the box around all ink; null without any. */
export function boxOf({ width, pixels }: Picture): Box | null {
  const box = { left: Infinity, top: Infinity, right: 0, bottom: 0 };
  pixels.forEach((value, at) => {
    if (value < LEAST_INK) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x + 1);
    box.bottom = Math.max(box.bottom, y + 1);
  });
  return box.right === 0 ? null : box;
}

/** @returns the centre of mass, in pixels from the upper left corner. A pixel's mass is in its middle. */
export function massOf({ width, pixels }: Picture): { x: number; y: number } {
  let [sum, x, y] = [0, 0, 0];
  pixels.forEach((value, at) => {
    sum += value;
    x += value * ((at % width) + 0.5);
    y += value * (Math.floor(at / width) + 0.5);
  });
  return { x: x / sum, y: y / sum };
}

function sideOf(length: number, most: number): number {
  return Math.min(most, Math.max(1, Math.round(length)));
}

/** @returns a whole number of pixels from 0 to `most`: nothing is cut off. */
function startOf(start: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(start)));
}

function pasted(small: Picture, { width, height }: Sides, { left, top }: { left: number; top: number }): Picture {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < small.height; y++) {
    pixels.set(small.pixels.subarray(y * small.width, (y + 1) * small.width), (top + y) * width + left);
  }
  return { width, height, channels: 1, pixels };
}
