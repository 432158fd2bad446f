import { describe, test } from 'vitest';
import { resizePixels } from './resize-pixels.ts';

function grey(width: number, height: number, pixels: number[]) {
  return { width, height, channels: 1 as const, pixels: Uint8Array.from(pixels), changes: [] };
}

describe('resizePixels', () => {
  test('weighs old pixels by a triangle', ({ expect }) => {
    // Worked out by hand: 2 to 4 has weights of 3 and 1 quarters; 4 to 2 of 3, 3 and 1 sevenths; 2 to 1 of halves.
    expect([...resizePixels(grey(2, 1, [0, 100]), { width: 4, height: 1 }).pixels]).toEqual([0, 25, 75, 100]);
    expect([...resizePixels(grey(4, 1, [0, 0, 100, 100]), { width: 2, height: 1 }).pixels]).toEqual([14, 86]);
    expect([...resizePixels(grey(1, 2, [3, 8]), { width: 1, height: 1 }).pixels]).toEqual([6]);
  });

  test('keeps an image of one value, whatever its size', ({ expect }) => {
    for (const [width, height] of [
      [1, 1],
      [7, 3],
      [100, 41],
    ] as const) {
      const plain = resizePixels(grey(13, 29, Array<number>(13 * 29).fill(255)), { width, height });
      expect(plain).toMatchObject({ width, height, channels: 1, changes: ['resized'] });
      expect(plain.pixels).toEqual(new Uint8Array(width * height).fill(255));
    }
  });

  test('treats rows like columns, and channels apart', ({ expect }) => {
    const values = Array.from({ length: 30 }, (_, i) => (i * 37) % 251);
    const across = resizePixels(grey(30, 1, values), { width: 8, height: 1 }).pixels;
    expect(resizePixels(grey(1, 30, values), { width: 1, height: 8 }).pixels).toEqual(across);
    const colours = Uint8Array.from(values.flatMap((value) => [value, 255 - value, 0]));
    const colour = { width: 30, height: 1, channels: 3 as const, pixels: colours, changes: [] };
    const resized = resizePixels(colour, { width: 8, height: 1 }).pixels;
    expect(resized.filter((_, i) => i % 3 === 0)).toEqual(across);
    expect(resized.filter((_, i) => i % 3 === 2)).toEqual(new Uint8Array(8));
  });
});
