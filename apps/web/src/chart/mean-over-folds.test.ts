import { describe, test } from 'vitest';
import type { Point } from './curve.ts';
import { epochsOf, meanOverFolds, valuesOf } from './mean-over-folds.ts';

const fold = (...losses: number[]): Point[] =>
  losses.map((validationLoss, i) => ({ epoch: i + 1, trainLoss: 0, validationLoss, validationScore: null }));

describe('meanOverFolds', () => {
  test('is the mean at every epoch', ({ expect }) => {
    expect(meanOverFolds([fold(1, 2), fold(3, 8)], 'validationLoss')).toEqual({ values: [2, 5], folds: 2 });
  });

  test('a fold that lags behind waits', ({ expect }) => {
    expect(meanOverFolds([fold(1, 2), fold(3, 8), fold(100)], 'validationLoss')).toEqual({ values: [2, 5], folds: 2 });
  });

  test('is empty without folds, and without values where one is missing', ({ expect }) => {
    expect(meanOverFolds([], 'trainLoss')).toEqual({ values: [], folds: 0 });
    expect(meanOverFolds([fold(1)], 'validationScore')).toEqual({ values: [null], folds: 1 });
  });

  test('what diverged is no point', ({ expect }) => {
    expect(valuesOf(fold(1, Number.MAX_VALUE), 'validationLoss', 3)).toEqual([1, null, null]);
    expect(meanOverFolds([fold(1, Number.MAX_VALUE), fold(3, 4)], 'validationLoss').values).toEqual([2, null]);
  });

  test('epochs are those of the furthest fold', ({ expect }) => {
    expect(epochsOf([fold(1), fold(1, 2, 3), []])).toBe(3);
    expect(epochsOf([])).toBe(0);
  });
});
