import { test } from 'vitest';
import { welch } from './welch.ts';

test('welch is scipy.stats.ttest_ind(equal_var=False) of SciPy 1.10.1', ({ expect }) => {
  const { difference, ci, p } = welch(Float64Array.of(1, 2, 4, 7, 3), Float64Array.of(2, 9, 4, 1, 15, 8))!;
  expect(difference).toBeCloseTo(3.4 - 6.5, 12);
  expect(p).toBeCloseTo(0.23258172157638532, 10);
  // The difference over its standard error is -1.305, so the interval holds 0.
  expect((ci[0] + ci[1]) / 2).toBeCloseTo(difference, 12);
  expect(ci[1]).toBeGreaterThan(0);
  expect(welch(Float64Array.of(1, 1), Float64Array.of(2, 2))).toBeNull();
});
