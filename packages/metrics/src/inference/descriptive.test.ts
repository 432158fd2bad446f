import { describe, test } from 'vitest';
import reference from '../fixtures/reference.json' with { type: 'json' };
import { mean, percentile, standardDeviation } from '../index.ts';

describe('percentile', () => {
  const sorted = Float64Array.from(reference.sample).sort();

  test.for(reference.quantiles)('at $q is what NumPy 1.24.2 says', ({ q, value }, { expect }) => {
    expect(percentile(sorted, q)).toBeCloseTo(value, 9);
  });

  test('of one number is that number', ({ expect }) => {
    expect(percentile(Float64Array.of(3), 0.975)).toBe(3);
  });

  test('between numbers farther apart than float64 reaches', ({ expect }) => {
    const ends = Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE);
    // 1/4 of the way: 3/4 of the low end and 1/4 of the high one.
    expect(percentile(ends, 0.25) / Number.MAX_VALUE).toBeCloseTo(-1 / 2, 12);
    expect(percentile(ends, 0.5)).toBe(0);
    expect(percentile(ends, 1)).toBe(Number.MAX_VALUE);
  });
});

test('mean and standardDeviation by hand, the latter against NumPy too', ({ expect }) => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeNaN();
  // Deviations -2, -1, 3: 14 / 2 = 7.
  expect(standardDeviation([1, 2, 6])).toBeCloseTo(Math.sqrt(7), 12);
  expect(standardDeviation([5])).toBe(0);
  expect(standardDeviation(reference.sample)).toBeCloseTo(reference.standardDeviation, 9);
});
