import type { Column } from '../predict/column.ts';
import { inkOf } from './ink-of-picture.ts';
import { croppedTo, inverted, resized, withChannels, type Picture } from './picture.ts';
import { LIKE_MNIST, placeStrokes, type Placement } from './place-strokes.ts';

/** What a model's images look like. */
type Look = NonNullable<Column['look']>;
/** A column of images. */
export type ImageColumn = Pick<Column, 'look'> & { size: NonNullable<Column['size']> };

/** What a person gives: a drawing, or a picture. */
export type Given =
  /** Ink, 0 to 255, where images are grey; colours on paper where they aren't. */
  { kind: 'drawing'; picture: Picture } | { kind: 'picture'; picture: Picture };

/** How it's shown to the model. */
export interface Showing {
  /** What the strokes lie on. */
  ground: 'dark' | 'light';
  /** Strokes scaled and moved to where training images have them, or all as it is. */
  place: 'centred' | 'given';
}

/** Below it, the largest value of training is not one of 8 bits, and pictures are scaled down to it. */
const FULL_RANGE = 128;
/** The longer side of a picture whose strokes are looked for, in pixels. */
const INK_SIDE = 256;

/** @returns how training images look, as far as the model says. */
export function showingOf({ look, size }: ImageColumn, given: Given | null): Showing {
  const ground = isLightOnDark(look, size.channels) ? 'dark' : 'light';
  const isStrokes = size.channels === 1 && (look == null || look.drawn !== null);
  const isAsItIs = given?.kind === 'picture' && isOfSize(given.picture, size);
  return { ground, place: isStrokes && !isAsItIs && look?.drawn?.middle !== null ? 'centred' : 'given' };
}

function isLightOnDark(look: Column['look'], channels: number): boolean {
  // Without a word of it: grey images as MNIST has them, and white paper for colours.
  if (look == null) return channels === 1;
  return look.drawn?.light ?? look.ground < look.top / 2;
}

/** Whether a choice makes a difference: strokes alone can be placed, and a picture's tones are kept unless it's of strokes. */
export function choicesOf({ look, size }: ImageColumn, given: Given['kind']): { ground: boolean; place: boolean } {
  const isGrey = size.channels === 1;
  if (given === 'drawing') return { ground: true, place: isGrey };
  return { ground: isGrey && look?.drawn !== null, place: isGrey && look?.drawn !== null };
}

/** Whether a picture has the size of the model's images already. */
export function isOfSize(picture: Picture, size: ImageColumn['size']): boolean {
  return picture.width === size.width && picture.height === size.height;
}

/**
 * Makes the image that the model sees of what a person gives.
 *
 * @returns [height, width, channels], uint8, as the training images were read.
 */
export function seenImage(given: Given, column: ImageColumn, showing: Showing): Uint8Array {
  const { size } = column;
  if (given.kind === 'drawing') {
    if (size.channels !== 1) return toRange(resized(given.picture, size).pixels, column.look);
    const { place } = showing;
    const ink = place === 'centred' ? placeStrokes(given.picture, size, placementOf(column)) : given.picture;
    return toned(resized(ink, size), column.look, showing.ground);
  }
  const part = croppedTo(given.picture, size);
  if (!choicesOf(column, 'picture').ground) {
    return toRange(withChannels(resized(part, size), size.channels).pixels, column.look);
  }
  const { ink, isLight } = inkOf(resized(part, within(part)));
  if (showing.place === 'centred') {
    return toned(placeStrokes(ink, size, placementOf(column)), column.look, showing.ground);
  }
  const grey = withChannels(resized(part, size), 1);
  return toRange((isLight === (showing.ground === 'dark') ? grey : inverted(grey)).pixels, column.look);
}

/** @returns the largest value of the model's images. */
export function topOf(look: Column['look']): number {
  return look == null || look.top === 0 || look.top >= FULL_RANGE ? 255 : look.top;
}

function placementOf({ look }: ImageColumn): Placement {
  if (look == null) return LIKE_MNIST;
  const middle = look.drawn?.middle ?? { of: 'box', x: 0.5, y: 0.5 };
  return { side: look.drawn?.side ?? LIKE_MNIST.side, middle };
}

function within({ width, height }: Picture) {
  const scale = Math.min(1, INK_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** @returns ink as tones between the ground and the strokes of training images, or the reverse. */
function toned(ink: Picture, look: Column['look'], ground: Showing['ground']): Uint8Array {
  const top = look == null || look.top === 0 ? 255 : look.top;
  const behind = groundOf(look, ground, top);
  const stroke = ground === 'dark' ? top : 0;
  return ink.pixels.map((value) => Math.round(behind + ((stroke - behind) * value) / 255));
}

/** @returns the ground of training images; its mirror image for the other ground, and black or white for other images. */
function groundOf(look: Column['look'], ground: Showing['ground'], top: number): number {
  if (look?.drawn == null) return ground === 'dark' ? 0 : top;
  const asInTraining = look.drawn.light === (ground === 'dark');
  return asInTraining ? look.ground : top - look.ground;
}

function toRange(pixels: Uint8Array, look: Look | null | undefined): Uint8Array {
  const top = topOf(look);
  return top === 255 ? pixels : pixels.map((value) => Math.round((value * top) / 255));
}
