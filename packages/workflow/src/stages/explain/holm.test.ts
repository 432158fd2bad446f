import { test } from 'vitest';
import { holm } from './holm.ts';

test('holm multiplies the smallest by all, the next by one fewer, and never falls', ({ expect }) => {
  // By hand: 0.01 · 3; 0.02 · 2 = 0.04; 0.03 · 1 is below that.
  const corrected = holm([0.03, 0.01, 0.02]);
  [0.04, 0.03, 0.04].forEach((p, i) => expect(corrected[i]).toBeCloseTo(p, 12));
  expect(holm([0.6, 0.7])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
