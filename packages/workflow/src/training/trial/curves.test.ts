import { describe, test } from 'vitest';
import { plainTrial } from '../../testing/outcomes.ts';
import {
  fitsOf,
  indexOfSmallest,
  localQuadratic,
  meanCurves,
  meanOfKnown,
  smooth,
  smoothingWidth,
  type FitOutcome,
} from './index.ts';

function outcome(trainLoss: number[], validationLoss: number[], validationScore: number[]): FitOutcome {
  return { history: { trainLoss, validationLoss, validationScore }, diverged: false };
}

describe('meanCurves', () => {
  test('averages the folds epoch by epoch; one that ended before goes on with its last epochs', ({ expect }) => {
    const folds = [outcome([4, 2], [6, 4], [0.5, 0.75]), outcome([2, 1, 1], [2, 2, 9], [0.25, 0.25, 1])];
    expect(meanCurves(folds)).toEqual({
      trainLoss: [3, 1.5, 1.5],
      validationLoss: [4, 3, 6.5],
      validationScore: [0.375, 0.5, 0.875],
    });
  });

  test('averages as far as all folds came where one diverged', ({ expect }) => {
    const folds = [{ ...outcome([4], [6], [0.5]), diverged: true }, outcome([2, 1], [2, 2], [0.25, 0.25])];
    expect(meanCurves(folds)).toMatchObject({ trainLoss: [3], validationLoss: [4] });
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
  const trial = plainTrial('rung-1');
  expect(fitsOf(trial, 3).map(({ id, split }) => [id, split])).toEqual([
    ['rung-1/fold-0', 0],
    ['rung-1/fold-1', 1],
    ['rung-1/fold-2', 2],
  ]);
  expect(fitsOf({ ...trial, on: 'development' }, 3).map(({ id, split }) => [id, split])).toEqual([
    ['rung-1/all', null],
  ]);
  expect(fitsOf({ ...trial, splits: [2, 0] }, 3).map(({ id }) => id)).toEqual(['rung-1/fold-2', 'rung-1/fold-0']);
  expect(fitsOf({ ...trial, on: 'ordered' }, 3).map(({ id, split }) => [id, split])).toEqual([
    ['rung-1/held-out', null],
  ]);
});

describe('localQuadratic', () => {
  test('leaves a parabola as it is, and averages noise away', ({ expect }) => {
    const parabola = Array.from({ length: 30 }, (_, i) => 3 - 0.5 * i + 0.1 * i * i);
    localQuadratic(parabola, 5).forEach((value, i) => expect(value).toBeCloseTo(parabola[i]!, 9));
    const wobble = parabola.map((value, i) => value + (i % 2 === 0 ? 0.1 : -0.1));
    localQuadratic(wobble, 5)
      .slice(5, -5)
      .forEach((value, i) => expect(Math.abs(value - parabola[i + 5]!)).toBeLessThan(0.02));
  });

  test('takes the mean of what is too short for a parabola', ({ expect }) => {
    expect(localQuadratic([4], 2)).toEqual([4]);
    expect(localQuadratic([], 2)).toEqual([]);
  });
});

test('meanOfKnown leaves out what is not known', ({ expect }) => {
  expect(meanOfKnown([1, null, 4])).toBe(2.5);
  expect(meanOfKnown([null])).toBeNull();
});
