import { test } from 'vitest';
import { isSkewed } from './is-skewed.ts';

const numbers = (...values: number[]) => ({ kind: 'number' as const, width: 1, values: Float64Array.from(values) });

test('isSkewed is for numbers that are never negative and have a long tail', ({ expect }) => {
  // Nine 0 and one 1: a mean of 0.1, a deviation of 0.3, and a skewness of (0.1 · 0.9³ - 0.9 · 0.1³) / 0.3³ = 2.67.
  expect(isSkewed(numbers(0, 0, 0, 0, 0, 0, 0, 0, 0, 1))).toBe(true);
  expect(isSkewed(numbers(0, 1, 0, 1, 0, 1))).toBe(false);
  expect(isSkewed(numbers(-1, 0, 0, 0, 0, 0, 0, 0, 0, 9))).toBe(false);
  expect(isSkewed(numbers(3, 3, 3))).toBe(false);
  expect(isSkewed({ ...numbers(0, 0, 0, 9, 0, 0, 0, 0), width: 2 })).toBe(false);
  expect(isSkewed({ kind: 'classes', classes: ['a', 'b'], codes: Int32Array.of(0, 0, 0, 1) })).toBe(false);
});
