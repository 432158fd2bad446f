import { describe, test } from 'vitest';
import { downsample } from './downsample.ts';

describe('downsample', () => {
  test('leaves a line alone that has no more than two points a column', ({ expect }) => {
    const line = [0, 1, 2, 3].map((x) => ({ x, y: x * x }));
    expect(downsample(line, 2)).toEqual(line);
  });

  test('keeps of each column its first, lowest, highest and last, in order', ({ expect }) => {
    // Two columns over x from 0 to 10: the first holds x below 5.
    const ys = [3, 1, 2, 9, 4, 5, 5, 7, 6, 0, 8];
    const line = ys.map((y, x) => ({ x, y }));
    expect(downsample(line, 2).map(({ x, y }) => [x, y])).toEqual([
      [0, 3],
      [1, 1],
      [3, 9],
      [4, 4],
      [5, 5],
      [9, 0],
      [10, 8],
    ]);
  });

  test('a spike of one epoch in ten thousand survives', ({ expect }) => {
    const line = Array.from({ length: 10_000 }, (_, x) => ({ x, y: x === 7321 ? 50 : 1 }));
    const thin = downsample(line, 100);
    expect(thin.length).toBeLessThanOrEqual(400);
    expect(thin).toContainEqual({ x: 7321, y: 50 });
  });
});
