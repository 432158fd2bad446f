import { test } from 'vitest';
import {
  countPredictions,
  joinPredictions,
  joinTargets,
  mostProbable,
  namedClass,
  widthOfPredictions,
} from '../index.ts';
import { classes, labelSets, numbers, probabilities } from '../testing/cases.ts';

test('mostProbable takes the first of equals', ({ expect }) => {
  const values = Float64Array.of(0.2, 0.4, 0.4, 1, 0, 0);
  expect(mostProbable(values, 3, 0)).toBe(1);
  expect(mostProbable(values, 3, 1)).toBe(0);
});

test('namedClass holds the second of two classes against the threshold, and knows none for several', ({ expect }) => {
  const two = [0.6, 0.4, 0.5, 0.5];
  expect([0.3, 0.4, 0.45].map((threshold) => namedClass(two, 2, 0, threshold))).toEqual([1, 1, 0]);
  expect(namedClass(two, 2, 1, 0.5)).toBe(1);
  expect(namedClass([0.5, 0.2, 0.3], 3, 0, 0.1)).toBe(0);
});

test('predictions know their rows and their width', ({ expect }) => {
  expect(countPredictions(probabilities([1, 0, 0, 1, 0, 0], 3))).toBe(2);
  expect(countPredictions(numbers([1, 2, 3, 4], [], 2).predictions)).toBe(2);
  expect(widthOfPredictions(labelSets([1, 0, 1], [], 3).predictions)).toBe(3);
});

test('parts are joined one after another', ({ expect }) => {
  expect(joinTargets([classes([0, 1], 3), classes([2], 3)])).toEqual(classes([0, 1, 2], 3));
  const [a, b] = [numbers([1, 2], [3, 4], 2), numbers([5, 6], [7, 8], 2)];
  expect(joinPredictions([a.predictions, b.predictions])).toEqual(numbers([1, 2, 5, 6], [], 2).predictions);
  expect(joinTargets([a.target, b.target])).toEqual(numbers([], [3, 4, 7, 8], 2).target);
  const labels = labelSets([], [1, 0, 1], 3).target;
  expect(joinTargets([labels, labels])).toEqual(labelSets([], [1, 0, 1, 1, 0, 1], 3).target);
  const mismatch = expect.objectContaining({ code: 'measure_mismatch' });
  expect(() => joinTargets([a.target, labels])).toThrow(mismatch);
  expect(() => joinTargets([])).toThrow(mismatch);
  expect(() => joinPredictions([])).toThrow(mismatch);
});
