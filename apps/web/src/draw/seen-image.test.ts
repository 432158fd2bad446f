import { describe, test } from 'vitest';
import { inkOf } from './ink-of-picture.ts';
import type { Picture } from './picture.ts';
import { choicesOf, seenImage, showingOf, type Given, type ImageColumn } from './seen-image.ts';

const MIDDLE = { of: 'box', x: 0.5, y: 0.5 } as const;

function column(look: ImageColumn['look'], channels = 1, side = 4): ImageColumn {
  return { size: { height: side, width: side, channels }, look };
}

const LIGHT = column({ top: 255, ground: 0, drawn: { light: true, side: 0.5, middle: MIDDLE } });
const DARK = column({ top: 250, ground: 240, drawn: { light: false, side: 0.5, middle: MIDDLE } });
const PHOTOS = column({ top: 255, ground: 120, drawn: null });
const FEW_LEVELS = column({ top: 16, ground: 0, drawn: { light: true, side: 0.5, middle: null } });

/** One dot in a corner of 4 by 4. */
const DOT: Picture = { width: 4, height: 4, channels: 1, pixels: new Uint8Array(16).fill(255, 0, 1) };
const drawing = (picture: Picture): Given => ({ kind: 'drawing', picture });
const photograph = (pixels: number[], channels: 1 | 3 = 1): Given => ({
  kind: 'picture',
  picture: {
    width: Math.sqrt(pixels.length / channels),
    height: Math.sqrt(pixels.length / channels),
    channels,
    pixels: Uint8Array.from(pixels),
  },
});

/** An image of 4 by 4, line by line. */
const lines = (pixels: Uint8Array) => [0, 4, 8, 12].map((at) => [...pixels.subarray(at, at + 4)]);

describe('showingOf', () => {
  test('is as the training images are', ({ expect }) => {
    expect(showingOf(LIGHT, null)).toEqual({ ground: 'dark', place: 'centred' });
    expect(showingOf(DARK, null)).toEqual({ ground: 'light', place: 'centred' });
    expect(showingOf(PHOTOS, null)).toEqual({ ground: 'dark', place: 'given' });
    expect(showingOf(FEW_LEVELS, null)).toEqual({ ground: 'dark', place: 'given' });
  });

  test('is as in MNIST where an earlier version kept the model, and white paper for colours', ({ expect }) => {
    expect(showingOf(column(undefined), null)).toEqual({ ground: 'dark', place: 'centred' });
    expect(showingOf(column(undefined, 3), null)).toEqual({ ground: 'light', place: 'given' });
  });

  test("leaves a picture as it is that has the model's size", ({ expect }) => {
    expect(showingOf(LIGHT, photograph(Array<number>(16).fill(9))).place).toBe('given');
    expect(showingOf(LIGHT, photograph(Array<number>(25).fill(9))).place).toBe('centred');
  });
});

test('choices are offered where they matter', ({ expect }) => {
  expect(choicesOf(LIGHT, 'drawing')).toEqual({ ground: true, place: true });
  expect(choicesOf(LIGHT, 'picture')).toEqual({ ground: true, place: true });
  expect(choicesOf(PHOTOS, 'picture')).toEqual({ ground: false, place: false });
  expect(choicesOf(column(null, 3), 'drawing')).toEqual({ ground: true, place: false });
});

describe('seenImage', () => {
  test('has the tones of the training images, or the reverse', ({ expect }) => {
    const firstTwo = (of: ImageColumn, ground: 'dark' | 'light') => [
      ...seenImage(drawing(DOT), of, { ground, place: 'given' }).subarray(0, 2),
    ];
    expect(firstTwo(LIGHT, 'dark')).toEqual([255, 0]);
    expect(firstTwo(LIGHT, 'light')).toEqual([0, 255]);
    expect(firstTwo(DARK, 'light')).toEqual([0, 240]);
    expect(firstTwo(DARK, 'dark')).toEqual([250, 10]);
    // Values of training end at 16.
    expect(firstTwo(FEW_LEVELS, 'dark')).toEqual([16, 0]);
  });

  test('centres a drawing', ({ expect }) => {
    // The dot fills half of each side, in the middle.
    expect(lines(seenImage(drawing(DOT), LIGHT, { ground: 'dark', place: 'centred' }))).toEqual([
      [0, 0, 0, 0],
      [0, 255, 255, 0],
      [0, 255, 255, 0],
      [0, 0, 0, 0],
    ]);
  });

  test('takes dark writing on light paper for what it is', ({ expect }) => {
    const paper = photograph(Array.from({ length: 64 }, (_, at) => (at === 9 || at === 10 || at === 17 ? 30 : 200)));
    // Of 8 by 8 pixels, three are ink: their box of 2 by 2 becomes half of 4 by 4, in the middle.
    expect(lines(seenImage(paper, LIGHT, { ground: 'dark', place: 'centred' }))).toEqual([
      [0, 0, 0, 0],
      [0, 255, 255, 0],
      [0, 255, 0, 0],
      [0, 0, 0, 0],
    ]);
    // As it is, but with the tones exchanged: 255 − 200.
    expect(seenImage(paper, LIGHT, { ground: 'dark', place: 'given' }).at(-1)).toBe(55);
    expect(seenImage(paper, LIGHT, { ground: 'light', place: 'given' }).at(-1)).toBe(200);
  });

  test('leaves an image alone that could have been uploaded', ({ expect }) => {
    const image = Array.from({ length: 16 }, (_, at) => (at === 5 || at === 6 ? 240 : 0));
    expect([...seenImage(photograph(image), LIGHT, showingOf(LIGHT, photograph(image)))]).toEqual(image);
    const colours = Array.from({ length: 48 }, (_, at) => at);
    const photos = column({ top: 255, ground: 120, drawn: null }, 3);
    expect([...seenImage(photograph(colours, 3), photos, showingOf(photos, photograph(colours, 3)))]).toEqual(colours);
  });
});

describe('inkOf', () => {
  test('finds light ink and dark ink, and none on plain paper', ({ expect }) => {
    const of = (pixels: number[]) => {
      const { picture } = photograph(pixels);
      const { ink, isLight } = inkOf(picture);
      return { ink: [...ink.pixels], isLight };
    };
    expect(of([90, 90, 90, 90, 90, 90, 90, 90, 240])).toEqual({ ink: [0, 0, 0, 0, 0, 0, 0, 0, 255], isLight: true });
    // Half of the contrast is (0.5 − 0.35) / 0.35 of ink: 109.
    expect(of([200, 200, 200, 200, 200, 200, 200, 120, 40])).toEqual({
      ink: [0, 0, 0, 0, 0, 0, 0, 109, 255],
      isLight: false,
    });
    expect(of([200, 200, 200, 200, 200, 200, 200, 190, 180]).ink).toEqual(Array<number>(9).fill(0));
  });
});
