import { describe, test } from 'vitest';
import { lossFor } from './loss-for.ts';

const numbers = (...values: number[]) => ({ kind: 'number' as const, width: 1, values: Float64Array.from(values) });

describe('lossFor', () => {
  test('is the absolute error under MAE where mean and median are apart', ({ expect }) => {
    // Mean 2, median 1, standard deviation √(16 / 4) = 2… of 1, 1, 1, 1, 6: 2.236.
    expect(lossFor(numbers(1, 1, 1, 1, 6), { name: 'mae' })).toEqual({
      loss: 'mean-absolute-error',
      evidence: { mean: 2, median: 1, sd: expect.closeTo(Math.sqrt(20 / 4), 12) },
    });
    expect(lossFor(numbers(1, 2, 3, 4, 5), { name: 'mae' })).toBeNull();
    expect(lossFor(numbers(7, 7, 7), { name: 'mae' })).toBeNull();
  });

  test('is the usual one under other measures, and for classes', ({ expect }) => {
    expect(lossFor(numbers(1, 1, 1, 1, 6), { name: 'rmse' })).toBeNull();
    const classes = { kind: 'classes' as const, classes: ['a', 'b'], codes: Int32Array.of(0, 1) };
    expect(lossFor(classes, { name: 'mae' })).toBeNull();
  });
});
