import { pixelsAt, type ImageColumn } from '@stepwell/data/table';
import { percentile } from '@stepwell/metrics/statistics';
import { z } from 'zod';

/** What a model's training images look like, so that a drawing or a photograph can be shown to it as they were. */
export const imageLook = z.object({
  /** The largest value of a pixel, 0 to 255. */
  top: z.int(),
  /** Mean of the outermost pixels, 0 to 255: the ground. */
  ground: z.number(),
  /** Of images that look drawn: strokes on a plain ground. Null for others, such as photographs. */
  drawn: z
    .object({
      /** Whether the strokes are lighter than the ground. */
      light: z.boolean(),
      /** Median of the longer side of what is drawn, as a share of the same side of the image. */
      side: z.number(),
      /**
       * Where the middle of what is drawn lies, as shares of width and height: the centre of mass, or of the box around it,
       * whichever varies less. Null if both lie anywhere.
       */
      middle: z.object({ of: z.enum(['mass', 'box']), x: z.number(), y: z.number() }).nullable(),
    })
    .nullable(),
});
export type ImageLook = z.infer<typeof imageLook>;

/** Images and pixels that are looked at, at most; the images are taken evenly from all. */
const MOST_IMAGES = 500;
const MOST_PIXELS = 1_000_000;
/** A pixel stands out if it differs from the ground by more than this share of the largest value. */
const STANDS_OUT = 0.25;
/** Of what is drawn, shares that stand out: of the outermost pixels at most, of all at least and at most. */
const MOST_OF_EDGE = 0.25;
const LEAST_OF_ALL = 0.005;
const MOST_OF_ALL = 0.6;
/** The share of those that are lighter, or darker, than the ground, at least. */
const LEAST_ALIKE = 0.95;
/** How far a middle may lie from its median in half of the images, as a share of a side. */
const MOST_SPREAD = 0.05;

/** @returns what images look like; null without any. @param column the development rows' images. */
export function lookOf(column: ImageColumn): ImageLook | null {
  const { width, height, channels } = column;
  const images = column.at.length;
  if (images === 0) return null;
  const seen = Math.min(images, MOST_IMAGES, Math.max(1, Math.floor(MOST_PIXELS / (width * height))));
  let top = 0;
  const greys = Array.from({ length: seen }, (_, i) => {
    const pixels = pixelsAt(column, Math.floor((i * images) / seen));
    for (const value of pixels) if (value > top) top = value;
    return channels === 1 ? pixels : greyOf(pixels, channels);
  });
  const edge = edgeOf(width, height);
  const ground =
    greys.reduce((sum, grey) => sum + edge.reduce((all, at) => all + grey[at]!, 0), 0) / (seen * edge.length);
  return { top, ground, drawn: drawnLook(greys, width, height, edge, ground, top) };
}

/** @returns [height, width]: the mean of the channels, rounded. */
function greyOf(pixels: Uint8Array, channels: number): Uint8Array {
  return Uint8Array.from({ length: pixels.length / channels }, (_, at) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += pixels[at * channels + channel]!;
    return Math.round(sum / channels);
  });
}

/** @returns where the outermost pixels are. */
function edgeOf(width: number, height: number): number[] {
  return Array.from({ length: width * height }, (_, at) => at).filter((at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return x === 0 || y === 0 || x === width - 1 || y === height - 1;
  });
}

function drawnLook(
  greys: readonly Uint8Array[],
  width: number,
  height: number,
  edge: readonly number[],
  ground: number,
  top: number,
): ImageLook['drawn'] {
  const least = STANDS_OUT * top;
  let [lighter, darker, onEdge] = [0, 0, 0];
  for (const grey of greys) {
    for (const value of grey) {
      if (value - ground > least) lighter++;
      else if (ground - value > least) darker++;
    }
    for (const at of edge) if (Math.abs(grey[at]! - ground) > least) onEdge++;
  }
  const all = (lighter + darker) / (greys.length * width * height);
  if (all < LEAST_OF_ALL || all > MOST_OF_ALL) return null;
  if (onEdge / (greys.length * edge.length) > MOST_OF_EDGE) return null;
  if (Math.max(lighter, darker) < LEAST_ALIKE * (lighter + darker)) return null;
  const placed = greys.map((grey) => placeOf(grey, width, ground, least)).filter((place) => place !== null);
  const side = percentile(Float64Array.from(placed, ({ box }) => longerSide(box, width, height)).sort(), 0.5);
  const mass = middleOf('mass', placed, width, height);
  const box = middleOf('box', placed, width, height);
  const nearer = mass.spread <= box.spread ? mass : box;
  return { light: lighter > darker, side, middle: nearer.spread <= MOST_SPREAD ? nearer.middle : null };
}

/** The box around what stands out, its far sides excluded, and the centre of mass; in pixels from the upper left corner. */
interface Place {
  box: { left: number; top: number; right: number; bottom: number };
  mass: { x: number; y: number };
}

/** @returns null for an empty image. */
function placeOf(grey: Uint8Array, width: number, ground: number, least: number): Place | null {
  const box = { left: Infinity, top: Infinity, right: 0, bottom: 0 };
  let [sum, x, y] = [0, 0, 0];
  grey.forEach((value, at) => {
    const weight = Math.abs(value - ground);
    const [column, row] = [at % width, Math.floor(at / width)];
    sum += weight;
    x += weight * (column + 0.5);
    y += weight * (row + 0.5);
    if (weight <= least) return;
    box.left = Math.min(box.left, column);
    box.top = Math.min(box.top, row);
    box.right = Math.max(box.right, column + 1);
    box.bottom = Math.max(box.bottom, row + 1);
  });
  return box.right === 0 ? null : { box, mass: { x: x / sum, y: y / sum } };
}

function longerSide({ left, top, right, bottom }: Place['box'], width: number, height: number): number {
  return Math.max((right - left) / width, (bottom - top) / height);
}

/** The median of a middle, as shares of the sides, and the median distance from it. */
function middleOf(of: 'mass' | 'box', places: readonly Place[], width: number, height: number) {
  const xs = Float64Array.from(
    places,
    ({ box, mass }) => (of === 'mass' ? mass.x : (box.left + box.right) / 2) / width,
  );
  const ys = Float64Array.from(
    places,
    ({ box, mass }) => (of === 'mass' ? mass.y : (box.top + box.bottom) / 2) / height,
  );
  const [x, y] = [percentile(xs.toSorted(), 0.5), percentile(ys.toSorted(), 0.5)];
  const far = xs.map((at, i) => Math.max(Math.abs(at - x), Math.abs(ys[i]! - y))).sort();
  return { middle: { of, x, y }, spread: percentile(far, 0.5) };
}
