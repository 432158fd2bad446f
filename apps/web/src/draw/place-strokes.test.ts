import { describe, test } from 'vitest';
import type { Picture } from './picture.ts';
import { boxOf, LIKE_MNIST, massOf, placeStrokes } from './place-strokes.ts';

function picture(width: number, pixels: number[]): Picture {
  return { width, height: pixels.length / width, channels: 1, pixels: Uint8Array.from(pixels) };
}

describe('massOf', () => {
  test('is where the ink balances', ({ expect }) => {
    // By hand: (200 × 0.5 + 100 × 2.5) / 300 across, (200 × 0.5 + 100 × 1.5) / 300 down.
    const { x, y } = massOf(picture(3, [200, 0, 0, 0, 0, 100]));
    expect(x).toBeCloseTo(350 / 300, 12);
    expect(y).toBeCloseTo(250 / 300, 12);
  });
});

describe('boxOf', () => {
  test('leaves out faint ink, and is null without any', ({ expect }) => {
    expect(boxOf(picture(4, [0, 0, 0, 63, 0, 90, 0, 0, 0, 0, 255, 0]))).toEqual({
      left: 1,
      top: 1,
      right: 3,
      bottom: 3,
    });
    expect(boxOf(picture(2, [0, 63]))).toBeNull();
  });
});

describe('placeStrokes', () => {
  test('moves ink by whole pixels, so that its centre of mass lies in the middle', ({ expect }) => {
    // An L of 2 by 2 in the corner of 6 by 6 stays that large: a third of the side. Its mass is at 5/6 of a pixel across and 7/6
    // down; the middle is at 3, so that the box begins at 3 − 5/6 ≈ 2 across, and at 3 − 7/6 ≈ 2 down.
    const corner = picture(6, [255, 0, 0, 0, 0, 0, 255, 255, ...Array<number>(28).fill(0)]);
    const placed = placeStrokes(
      corner,
      { width: 6, height: 6 },
      { side: 1 / 3, middle: { of: 'mass', x: 0.5, y: 0.5 } },
    );
    expect(
      [...placed.pixels].flatMap((value, at) => (value === 0 ? [] : [[at % 6, Math.floor(at / 6), value]])),
    ).toEqual([
      [2, 2, 255],
      [2, 3, 255],
      [3, 3, 255],
    ]);
  });

  test('moves the middle of the box where training images have that', ({ expect }) => {
    const line = picture(4, [255, 0, 0, 0, ...Array<number>(12).fill(0)]);
    const placed = placeStrokes(
      line,
      { width: 4, height: 4 },
      { side: 0.25, middle: { of: 'box', x: 0.625, y: 0.875 } },
    );
    expect(placed.pixels.indexOf(255)).toBe(3 * 4 + 2);
  });

  test('scales the longer side to 20 of 28 pixels as MNIST does, and cuts nothing off', ({ expect }) => {
    // A bar 10 wide and 100 high becomes 2 by 20; its middle goes to 14.5, as MNIST's images have it: from 13.5, rounded, and 4.5.
    const bar = picture(
      140,
      Array.from({ length: 140 * 140 }, (_, at) => {
        const [x, y] = [at % 140, Math.floor(at / 140)];
        return x >= 3 && x < 13 && y >= 30 && y < 130 ? 255 : 0;
      }),
    );
    const placed = placeStrokes(bar, { width: 28, height: 28 }, LIKE_MNIST);
    expect(boxOf(placed)).toEqual({ left: 14, top: 5, right: 16, bottom: 25 });
    expect(placed.pixels.reduce((sum, value) => sum + value, 0)).toBe(2 * 20 * 255);
    const lopsided = placeStrokes(bar, { width: 28, height: 28 }, { side: 1, middle: { of: 'mass', x: 0, y: 1 } });
    expect(boxOf(lopsided)).toEqual({ left: 0, top: 0, right: 3, bottom: 28 });
  });

  test('has an empty image for nothing', ({ expect }) => {
    const nothing = picture(56, Array<number>(56 * 56).fill(0));
    expect(placeStrokes(nothing, { width: 28, height: 28 }, LIKE_MNIST).pixels).toEqual(new Uint8Array(784));
  });
});
