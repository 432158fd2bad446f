import { describe, test } from 'vitest';
import { fitsOf, indexOfSmallest, meanCurves, smooth, smoothingWidth, type FitOutcome } from './index.ts';

function outcome(trainLoss: number[], validationLoss: number[], validationScore: number[]): FitOutcome {
  return { history: { trainLoss, validationLoss, validationScore }, diverged: false };
}

describe('meanCurves', () => {
  test('averages the folds epoch by epoch, as far as all of them came', ({ expect }) => {
    const folds = [outcome([4, 2, 1], [6, 4], [0.5, 0.75]), outcome([2, 1], [2, 2, 9], [0.25, 0.25, 1])];
    expect(meanCurves(folds)).toEqual({ trainLoss: [3, 1.5], validationLoss: [4, 3], validationScore: [0.375, 0.5] });
  });
});

describe('smooth', () => {
  test('averages over a centred window that the ends cut short', ({ expect }) => {
    // (1+5)/2, (1+5+3)/3, (5+3+7)/3, (3+7)/2
    expect(smooth([1, 5, 3, 7], 3)).toEqual([3, 3, 5, 5]);
    expect(smooth([1, 5, 3], 1)).toEqual([1, 5, 3]);
    expect(smooth([], 5)).toEqual([]);
  });
});

describe('smoothingWidth', () => {
  test('is about a tenth of the epochs, odd, from 1 to 15', ({ expect }) => {
    expect([1, 8, 14, 15, 20, 34, 35, 50, 100, 150, 1_000].map(smoothingWidth)).toEqual([
      1, 1, 1, 3, 3, 3, 5, 5, 11, 15, 15,
    ]);
  });
});

test('indexOfSmallest takes the first of equals', ({ expect }) => {
  expect(indexOfSmallest([3, 1, 2, 1])).toBe(1);
  expect(indexOfSmallest([5])).toBe(0);
});

test('fitsOf names one fit a split, or one on all development rows', ({ expect }) => {
  const config = { units: [4], dropout: 0, l2: 0, learningRate: 0.001, batchSize: 8 };
  const trial = { id: 'rung-1', config, epochs: 5, on: 'splits' as const };
  expect(fitsOf(trial, 3).map(({ id, split }) => [id, split])).toEqual([
    ['rung-1/fold-0', 0],
    ['rung-1/fold-1', 1],
    ['rung-1/fold-2', 2],
  ]);
  expect(fitsOf({ ...trial, on: 'development' }, 3).map(({ id, split }) => [id, split])).toEqual([
    ['rung-1/all', null],
  ]);
});
