import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { Point } from './curve.ts';
import { epochsOf, FoldColumns } from './fold-columns.ts';

const fold = (...losses: number[]): Point[] =>
  losses.map((validationLoss, i) => ({ epoch: i + 1, trainLoss: 0, validationLoss, validationScore: null }));
const columns = (...folds: Point[][]) => new FoldColumns('validationLoss').update(folds);
const all = ({ mean, smoothed, lowest, highest, below, above, each, folds }: FoldColumns) => ({
  mean,
  smoothed,
  lowest,
  highest,
  below,
  above,
  each,
  folds,
});

describe('columns over folds', () => {
  test('are mean, lowest, highest and standard deviation at every epoch', ({ expect }) => {
    const of = columns(fold(1, 2), fold(3, 8), fold(5, 5));
    expect([of.mean, of.lowest, of.highest, of.folds]).toEqual([[3, 5], [1, 2], [5, 8], 3]);
    // Deviations from the mean: -2, 0, 2 and -3, 3, 0. Their squares over n - 1 = 2 are 4 and 9.
    expect([of.below, of.above]).toEqual([
      [1, 2],
      [5, 8],
    ]);
    expect(of.each).toEqual([
      [1, 2],
      [3, 8],
      [5, 5],
    ]);
  });

  test('one fold has no deviation', ({ expect }) => {
    expect([columns(fold(1, 2)).below, columns(fold(1, 2)).above]).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  test('a fold that lags behind waits, and joins when it has caught up', ({ expect }) => {
    const of = columns(fold(1, 2), fold(3, 8), fold(100));
    expect([of.mean, of.folds, of.each[2]]).toEqual([[2, 5], 2, [100]]);
    of.update([fold(1, 2), fold(3, 8), fold(5, 11)]);
    expect([of.mean, of.folds]).toEqual([[3, 7], 3]);
  });

  test('once no fold goes on, the mean is over all; one that ended before stays where it ended', ({ expect }) => {
    const folds = [fold(1, 2), fold(3, 8), fold(100)];
    const of = columns(...folds);
    expect(of.mean).toEqual([2, 5]);
    of.update(folds, true);
    expect(of.folds).toBe(3);
    [104 / 3, 110 / 3].forEach((mean, i) => expect(of.mean[i]).toBeCloseTo(mean, 12));
    // Drawn by itself, it ends where it ended.
    expect(of.each[2]).toEqual([100]);
    // Thirty epochs end with the mean of their last three.
    const long = fold(...Array.from({ length: 30 }, (_, i) => i));
    const two = new FoldColumns('validationLoss').update([long, fold(...Array.from({ length: 31 }, () => 0))], true);
    expect(two.mean[30]).toBe(14);
  });

  test('are empty without folds, and without values where one is missing', ({ expect }) => {
    expect([columns().mean, columns().folds, columns().empty]).toEqual([[], 0, true]);
    const score = new FoldColumns('validationScore').update([fold(1)]);
    expect([score.mean, score.folds, score.empty]).toEqual([[null], 1, true]);
  });

  test('what diverged is no point', ({ expect }) => {
    expect(columns(fold(1, Number.MAX_VALUE)).mean).toEqual([1, null]);
    expect(columns(fold(1, Number.MAX_VALUE), fold(3, 4)).mean).toEqual([2, null]);
  });

  test('keep what they have worked out: new epochs are appended to the same arrays', ({ expect }) => {
    const [first, second] = [fold(1, 2, 6), fold(3)];
    const of = columns(first.slice(0, 2), second);
    const { mean } = of;
    of.update([first, second]);
    expect(of.mean).toBe(mean);
    expect(of.mean).toEqual([1, 2, 6]);
  });

  test('are the same however the points come in', ({ expect }) => {
    const curve = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(curve, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(12)), (folds, cuts) => {
        const whole = folds.map((losses) => fold(...losses));
        const grown = new FoldColumns('validationLoss');
        for (const cut of cuts.toSorted((a, b) => a - b)) {
          grown.update(whole.map((points, i) => points.slice(0, Math.max(0, cut - 2 * i))));
        }
        expect(all(grown.update(whole))).toEqual(all(columns(...whole)));
      }),
    );
  });

  test('a fold that begins late may come between others', ({ expect }) => {
    const [first, second, third] = [fold(1, 2), fold(3, 8), fold(5, 5)];
    const of = columns(first, third);
    expect(all(of.update([first, second, third]))).toEqual(all(columns(first, second, third)));
  });

  test('epochs are those of the furthest fold', ({ expect }) => {
    expect(epochsOf([fold(1), fold(1, 2, 3), []])).toBe(3);
    expect(epochsOf([])).toBe(0);
  });
});
