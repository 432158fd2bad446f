import { describe, test } from 'vitest';
import { sliderOf } from './slider.ts';

describe('sliderOf', () => {
  test('moves whole numbers by whole steps', ({ expect }) => {
    const slider = sliderOf({ low: 0, high: 41, median: 12.5 })!;
    expect(slider.last).toBe(41);
    expect([0, 1, 13, 41].map(slider.valueAt)).toEqual([0, 1, 13, 41]);
    expect([-3, 12.6, 99].map(slider.positionOf)).toEqual([0, 13, 41]);
  });

  test('moves others by round steps between the true ends', ({ expect }) => {
    // 3.9739 / 100 = 0.0397: steps of 0.02, from -1.98 (position 1) to 1.98.
    const slider = sliderOf({ low: -1.9873, high: 1.9866, median: 0.01 })!;
    expect(slider.last).toBe(200);
    expect([0, 1, 2, 100, 199, 200].map(slider.valueAt)).toEqual([-1.9873, -1.98, -1.96, 0, 1.98, 1.9866]);
    expect(slider.positionOf(0.5)).toBe(125);
    expect(slider.valueAt(125)).toBe(0.5);
  });

  test('takes long ranges in steps of thousands, and tiny ones in their own', ({ expect }) => {
    const long = sliderOf({ low: 500, high: 200_000, median: 3_000 })!;
    expect([0, 1, 2].map(long.valueAt)).toEqual([500, 1_000, 2_000]);
    const tiny = sliderOf({ low: 0, high: 3e-7, median: 1e-7 })!;
    expect([1, 2].map(tiny.valueAt)).toEqual([2e-9, 4e-9]);
  });

  test('is none where all rows had one number', ({ expect }) => {
    expect(sliderOf({ low: 4, high: 4, median: 4 })).toBe(null);
    expect(sliderOf({ low: -1.7e308, high: 1.7e308, median: 0 })).toBe(null);
  });
});
