import { describe, test } from 'vitest';
import {
  score,
  scoreInterval,
  scoreRows,
  skewedMeanInterval,
  studentInterval,
  wilsonInterval,
  type Asked,
} from '../index.ts';
import {
  asked,
  CASES,
  classes,
  custom,
  labelSets,
  numbers,
  probabilities,
  twoClasses,
  type Case,
} from '../testing/cases.ts';
import { aucInterval } from './boundary-interval.ts';

const Z2 = 3.841458820694124;

function interval(measure: Asked, { predictions, target }: Case, seed = 0): [number, number] {
  return scoreInterval(measure, predictions, target, seed, 'test');
}

describe('scoreInterval', () => {
  test("is Wilson's for accuracy, of classes and of labels", ({ expect }) => {
    const right = (one: Case) => scoreRows(asked('accuracy'), one.predictions, one.target).filter(Boolean).length;
    for (const one of [CASES.binary, CASES.multiclass, CASES.labels]) {
      expect(interval(asked('accuracy'), one)).toEqual(wilsonInterval(right(one), 60));
    }
  });

  test("is Student's for other means over few rows, within what the metric can be", ({ expect }) => {
    const few = numbers([1, 2, 4], [0, 0, 0]);
    expect(interval(asked('mae'), few)[1]).toBe(studentInterval(Float64Array.of(1, 2, 4))[1]);
    // Student's goes below 0 here, where no error can be.
    expect(interval(asked('mae'), numbers([0, 0, 9], [0, 0, 0]))[0]).toBe(0);
  });

  test('of a number takes the skewness out, and has the same ends for mse and rmse', ({ expect }) => {
    const mse = interval(asked('mse'), CASES.number);
    expect(mse).toEqual(skewedMeanInterval(scoreRows(asked('mse'), CASES.number.predictions, CASES.number.target)));
    expect(interval(asked('rmse'), CASES.number)).toEqual(mse.map(Math.sqrt));
  });

  test('passes over resamples on which the score is not defined', ({ expect }) => {
    // One positive row of five: a third of the resamples lack it.
    const one = twoClasses([0.9, 0.8, 0.3, 0.2, 0.1], [0, 1, 0, 0, 0]);
    const [low, high] = interval(asked('roc-auc'), one);
    expect(0 <= low && low < high && high <= 1).toBe(true);
  });

  test('is the whole range, or everywhere, where the score is not defined', ({ expect }) => {
    const one = twoClasses([0.9, 0.2], [0, 0]);
    expect(interval(asked('roc-auc'), one)).toEqual([0, 1]);
    expect(interval(custom('1 / 0'), one)).toEqual([-Number.MAX_VALUE, Number.MAX_VALUE]);
    expect(interval(asked('accuracy'), twoClasses([Number.NaN], [0]))).toEqual([0, 1]);
  });

  test('reaches everywhere, or as far as the metric does, for one row', ({ expect }) => {
    expect(interval(asked('rmse'), numbers([1], [3]))).toEqual([0, Number.MAX_VALUE]);
    expect(interval(asked('mae'), numbers([1], [3]))).toEqual([0, Number.MAX_VALUE]);
  });
});

describe('scoreInterval where all rows are right', () => {
  const codes = Array.from({ length: 60 }, (_, row) => row % 3);
  const three: Case = {
    predictions: probabilities(
      codes.flatMap((code) => [0, 1, 2].map((one) => (one === code ? 1 : 0))),
      3,
    ),
    target: classes(codes, 3),
  };
  const positive = codes.map((code) => (code === 0 ? 1 : 0));
  const two = twoClasses(positive, positive);
  const labels = labelSets(positive, positive, 1);
  const [of20, of40, of60] = [20, 40, 60].map((rows) => rows / (rows + Z2)) as [number, number, number];
  const f1 = (low: number) => (2 * low) / (1 + low);
  // Wilson's lower end of n of n is n / (n + z²). A mean of independent shares is as far below 1 as the root of the sum of
  // squares; of labels, and where classes share rows, the mean of the ends.
  test.for<[Asked['name'], Case, number]>([
    ['accuracy', two, of60],
    ['recall', two, of20],
    ['precision', two, of20],
    ['f1', two, f1(of20)],
    ['f1-micro', two, of60],
    ['balanced-accuracy', two, 1 - Math.hypot(1 - of20, 1 - of40) / 2],
    ['balanced-accuracy', three, 1 - (Math.sqrt(3) * (1 - of20)) / 3],
    ['recall', three, 1 - (Math.sqrt(3) * (1 - of20)) / 3],
    ['precision', three, 1 - (Math.sqrt(3) * (1 - of20)) / 3],
    ['f1', three, f1(of20)],
    ['f1-micro', three, of60],
    ['mean-average-precision', three, of20],
    ['average-precision', two, of20],
    ['precision', labels, of20],
    ['recall', labels, of20],
    ['f1', labels, f1(of20)],
    ['f1-micro', labels, f1(of20)],
    ['mean-average-precision', labels, of20],
  ])('%s is at least %$', ([name, one, expected], { expect }) => {
    expect(score(asked(name), one.predictions, one.target)).toBe(1);
    const [low, high] = interval(asked(name), one);
    expect(low).toBeCloseTo(expected, 12);
    expect(high).toBe(1);
  });

  test('and where none is, the same from 0', ({ expect }) => {
    const none = twoClasses(
      positive.map((one) => 1 - one),
      positive,
    );
    for (const name of ['accuracy', 'recall', 'precision', 'f1', 'f1-micro', 'balanced-accuracy', 'roc-auc'] as const) {
      expect(score(asked(name), none.predictions, none.target)).toBe(0);
      const [low, high] = interval(asked(name), none);
      expect(low).toBe(0);
      expect(high).toBeGreaterThan(0.03);
      expect(high).toBeLessThan(0.2);
    }
    expect(interval(asked('accuracy'), none)[1]).toBeCloseTo(1 - of60, 12);
    // All sixty rows are named wrongly: none of the relevant ones rightly.
    expect(interval(asked('f1'), none)[1]).toBeCloseTo(f1(1 - of60), 12);
  });

  test("ROC AUC is Newcombe's, of several classes the mean of the ends", ({ expect }) => {
    for (const one of [two, labels]) expect(interval(asked('roc-auc'), one)).toEqual(aucInterval(1, 20, 40));
    const [low, high] = interval(asked('roc-auc'), three);
    expect(low).toBeCloseTo(aucInterval(1, 20, 40)[0], 12);
    expect(high).toBe(1);
  });

  test('R² and errors are points: rows without an error say nothing of how large one would be', ({ expect }) => {
    const one = numbers(codes, codes);
    expect(interval(asked('r2'), one)).toEqual([1, 1]);
    expect(interval(asked('mae'), one)).toEqual([0, 0]);
  });
});

describe('aucInterval', () => {
  test("of one row of each class is Wilson's of one row", ({ expect }) => {
    expect(aucInterval(1, 1, 1)[0]).toBeCloseTo(wilsonInterval(1, 1)[0], 9);
    expect(aucInterval(0, 1, 1)[1]).toBeCloseTo(wilsonInterval(0, 1)[1], 9);
  });

  test('has ends at which the observed area is 1.96 of their own standard errors away', ({ expect }) => {
    // The variance of Hanley and McNeil (1982), with the mean of both classes' rows in the place of either.
    const error = (area: number, m: number, n: number) => {
      const [q1, q2] = [area / (2 - area), (2 * area * area) / (1 + area)];
      const each = (m + n) / 2 - 1;
      return Math.sqrt((area * (1 - area) + each * (q1 - area * area) + each * (q2 - area * area)) / (m * n));
    };
    for (const [area, m, n] of [
      [0.8, 10, 90],
      [0.5, 7, 7],
      [0.97, 30, 12],
    ] as const) {
      const [low, high] = aucInterval(area, m, n);
      expect((area - low) / error(low, m, n)).toBeCloseTo(1.959964, 5);
      expect((high - area) / error(high, m, n)).toBeCloseTo(1.959964, 5);
      const mirrored = aucInterval(1 - area, m, n);
      expect(mirrored[0]).toBeCloseTo(1 - high, 9);
      expect(mirrored[1]).toBeCloseTo(1 - low, 9);
    }
  });

  test('is what two classes have of which one is rare', ({ expect }) => {
    const positive = Array.from({ length: 60 }, (_, row) => ((row * 7) % 60) / 60);
    const codes = positive.map((_, row) => (row < 5 ? 1 : 0));
    const one = twoClasses(positive, codes);
    const area = score(asked('roc-auc'), one.predictions, one.target);
    expect(interval(asked('roc-auc'), one)).toEqual(aucInterval(area, 5, 55));
  });
});
