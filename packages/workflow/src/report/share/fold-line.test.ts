import { describe, test } from 'vitest';
import { foldLine } from './fold-line.ts';

const point = (epoch: number, loss: number, validation: number | null = null) => ({
  epoch,
  trainLoss: loss,
  validationLoss: validation,
  validationScore: null,
});

describe('foldLine', () => {
  test('is the mean over folds, in a band from the lowest to the highest', ({ expect }) => {
    const folds = [
      [point(1, 4), point(2, 2)],
      [point(1, 6), point(2, 0)],
      [point(1, 2), point(2, 1)],
    ];
    expect(foldLine(folds, 'trainLoss')).toEqual({
      mean: [4, 1],
      band: [
        { low: 2, high: 6 },
        { low: 0, high: 2 },
      ],
      folds: 3,
    });
  });

  test('leaves out folds that lag behind; one fold has no band', ({ expect }) => {
    const folds = [[point(1, 4), point(2, 2)], [point(1, 6)]];
    expect(foldLine(folds, 'trainLoss')).toEqual({ mean: [4, 2], band: null, folds: 1 });
  });

  test('once no fold goes on, is over all; one that ended before stays where it ended', ({ expect }) => {
    const folds = [[point(1, 4), point(2, 2)], [point(1, 6)]];
    expect(foldLine(folds, 'trainLoss', true)).toEqual({
      mean: [5, 4],
      band: [
        { low: 4, high: 6 },
        { low: 2, high: 6 },
      ],
      folds: 2,
    });
  });

  test('has gaps where a fold diverged or has no value', ({ expect }) => {
    const folds = [[point(1, 4, 1), point(2, Number.MAX_VALUE), point(3, 1, 2)]];
    expect(foldLine(folds, 'trainLoss').mean).toEqual([4, null, 1]);
    expect(foldLine(folds, 'validationLoss').mean).toEqual([1, null, 2]);
  });

  test('nothing was trained yet', ({ expect }) => {
    expect(foldLine([], 'trainLoss')).toEqual({ mean: [], band: null, folds: 0 });
  });
});
