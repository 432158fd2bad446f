import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import reference from '../fixtures/reference.json' with { type: 'json' };
import {
  compare,
  mcnemar,
  mean,
  pairedBootstrap,
  score,
  scoreRows,
  signFlipTest,
  studentInterval,
  type ComparedPart,
  type Predictions,
} from '../index.ts';
import { asked, CASES, classes, custom, labelSets, numbers, probabilities, twoClasses } from '../testing/cases.ts';

/** The same prediction for every row. */
function constant(predictions: Predictions, row: number[]): Predictions {
  const rows = predictions.values.length / row.length;
  return { ...predictions, values: Float64Array.from(Array.from({ length: rows }, () => row).flat()) };
}

/** Two classes whose probability has to do with the class as far as `strength` says. */
function seeded(rows: number, strength: number, seed: number): ComparedPart {
  const random = generator(seed, 'test', 'compare');
  const codes = Array.from({ length: rows }, () => random.below(2));
  const positive = codes.map((code) => strength * code + (1 - strength) * random.uniform());
  const { predictions, target } = twoClasses(positive, codes);
  return { model: predictions, other: constant(predictions, [0.5, 0.5]), target };
}

const FINITE = (values: number[]) => values.every(Number.isFinite);

describe('compare', () => {
  test('weighs folds by their rows, and gains point towards the better', ({ expect }) => {
    const fold = (guess: number[], other: number[], truth: number[]): ComparedPart => {
      const { predictions, target } = numbers(guess, truth);
      return { model: predictions, other: { ...predictions, values: Float64Array.from(other) }, target };
    };
    // Errors 1 | 3, 3, 3 of the model: (1 + 9) / 4; 2 | 5, 5, 5 of the other: (2 + 15) / 4.
    const parts = [fold([1], [2], [0]), fold([3, 3, 3], [5, 5, 5], [0, 0, 0])];
    expect(compare(parts, asked('mae'), 0, 'test')).toMatchObject({ score: 2.5, otherScore: 4.25, gain: 1.75 });
    const swapped = parts.map(({ model, other, target }) => ({ model: other, other: model, target }));
    expect(compare(swapped, asked('mae'), 0, 'test').gain).toBe(-1.75);
    // RMSE isn't a mean over rows, its folds' mean is: (1 + 3 · 3) / 4.
    expect(compare(parts, asked('rmse'), 0, 'test')).toMatchObject({ score: 2.5, otherScore: 4.25, gain: 1.75 });
  });

  test("tests accuracy by McNemar's, one-sided", ({ expect }) => {
    // Right in rows 0 to 5 and 7; the other in rows 5 to 7: five to one.
    const target = classes([0, 0, 0, 0, 0, 0, 0, 0], 2);
    const says = (...right: number[]) =>
      probabilities(
        right.flatMap((is) => [is, 1 - is]),
        2,
      );
    const part = { model: says(1, 1, 1, 1, 1, 1, 0, 1), other: says(0, 0, 0, 0, 0, 1, 1, 1), target };
    const { p, test: name, gain } = compare([part], asked('accuracy'), 0, 'test');
    expect(p).toBe(mcnemar(5, 1).p);
    expect(p).toBeCloseTo(7 / 64, 12);
    expect({ name, gain }).toEqual({ name: 'mcnemar', gain: 0.5 });
    const labels = labelSets([1, 0, 1, 0], [1, 0, 0, 0], 2);
    const both = { model: labels.predictions, other: labels.predictions, target: labels.target };
    expect(compare([both], asked('accuracy'), 0, 'test')).toMatchObject({ test: 'mcnemar', p: 1, gain: 0 });
  });

  test('tests other means over rows by sign flips of the paired differences', ({ expect }) => {
    const { predictions, target } = CASES.number;
    const part = { model: predictions, other: constant(predictions, [50]), target };
    const ours = scoreRows(asked('mae'), part.model, target);
    const differences = scoreRows(asked('mae'), part.other, target).map((other, row) => other - ours[row]!);
    const compared = compare([part], asked('mae'), 4, 'test');
    expect(compared).toMatchObject({ test: 'sign-flip', p: signFlipTest(differences, 4, 'test') });
    expect(compared.gain).toBeCloseTo(mean(differences), 12);
    // The same draws weigh the same rows: the bootstrap of the differences.
    const units = Int32Array.from({ length: 60 }, (_, row) => row);
    const value = (weights: Float64Array | null) => mean(differences.map((gain, row) => gain * weights![row]!));
    const [low, high] = pairedBootstrap([{ units, value }], [units], 2_000, 4, 'test');
    expect(compared.ci[0]).toBeCloseTo(low, 9);
    expect(compared.ci[1]).toBeCloseTo(high, 9);
  });

  test("takes Student's interval of fewer than twenty rows", ({ expect }) => {
    const { predictions, target } = numbers([1, 2, 3], [0, 0, 0]);
    const part = { model: predictions, other: constant(predictions, [5]), target };
    expect(compare([part], asked('mae'), 0, 'test').ci).toEqual(studentInterval(Float64Array.of(4, 3, 2)));
  });

  test('bootstraps a difference of R² like SciPy 1.10.1 over 20 000 resamples', ({ expect }) => {
    const { predictions, target } = CASES.number;
    const part = {
      model: predictions,
      other: { ...predictions, values: predictions.values.map((y) => y + 4) },
      target,
    };
    const all = Array.from({ length: 20 }, (_, seed) => compare([part], asked('r2'), seed, 'test').ci);
    const [low, high] = reference.r2DifferenceBootstrap;
    expect(Math.abs(mean(all.map(([end]) => end)) - low!)).toBeLessThan(0.003);
    expect(Math.abs(mean(all.map(([, end]) => end)) - high!)).toBeLessThan(0.003);
  });

  test('tests the rest by permuting the targets: exactly, where all orders can be counted', ({ expect }) => {
    // Perfect order of 2 and 3 rows: one of the ten ways to place two among five, its AUC 1 and no other's.
    const { predictions, target } = twoClasses([0.1, 0.2, 0.3, 0.8, 0.9], [0, 0, 0, 1, 1]);
    const part = { model: predictions, other: constant(predictions, [0.5, 0.5]), target };
    const { p, test: name } = compare([part], asked('roc-auc'), 0, 'test');
    expect(name).toBe('label-permutation');
    // 2 000 permutations: a standard error of 0.0067.
    expect(Math.abs(p - 0.1)).toBeLessThan(0.03);
    // Two such folds: one of a hundred.
    expect(Math.abs(compare([part, part], asked('roc-auc'), 0, 'test').p - 0.01)).toBeLessThan(0.012);
  });

  test.for(['roc-auc', 'f1', 'accuracy', 'brier'] as const)(
    'rejects a true null about one time in twenty, and finds what is there: %s',
    (name, { expect }) => {
      const rejected = Array.from({ length: 100 }, (_, seed) => {
        const part = seeded(24, 0, seed);
        return compare([part], asked(name), seed, 'null').p < 0.05;
      });
      // Four standard errors of 2.2 % above 5 %.
      expect(rejected.filter(Boolean).length / 100).toBeLessThan(0.14);
      expect(compare([seeded(100, 0.5, 7)], asked(name), 0, 'signal').p).toBeLessThan(0.01);
    },
  );

  test('takes the sense of an expression from the person', ({ expect }) => {
    const part = seeded(60, 0.6, 1);
    const measure = { ...custom('mean((probability - target) ** 2)'), greaterIsBetter: false };
    const own = compare([part], measure, 0, 'test');
    expect(own.gain).toBeCloseTo(compare([part], asked('brier'), 0, 'test').gain, 12);
    expect(own.p).toBeLessThan(0.01);
    expect(compare([part], { ...measure, greaterIsBetter: true }, 0, 'test').p).toBeGreaterThan(0.99);
  });

  test('counts a row once that stands in several parts', ({ expect }) => {
    const once = seeded(60, 0.15, 3);
    const rows = Int32Array.from({ length: 60 }, (_, row) => row);
    for (const name of ['accuracy', 'brier', 'roc-auc'] as const) {
      const single = compare([{ ...once, rows }], asked(name), 0, 'test');
      const thrice = compare(
        [0, 1, 2].map(() => ({ ...once, rows })),
        asked(name),
        0,
        'test',
      );
      const asNine = compare(
        [0, 1, 2].map(() => once),
        asked(name),
        0,
        'test',
      );
      expect(thrice.gain).toBeCloseTo(single.gain, 12);
      const width = ({ ci }: typeof single) => ci[1] - ci[0];
      expect(width(thrice) / width(single)).toBeGreaterThan(0.9);
      expect(width(asNine) / width(single)).toBeLessThan(0.7);
      expect(thrice.p).toBeGreaterThan(single.p / 3 - 0.01);
    }
    expect(
      compare(
        [
          { ...once, rows },
          { ...once, rows },
        ],
        asked('accuracy'),
        0,
        'test',
      ).test,
    ).toBe('sign-flip');
  });

  test('gives finite numbers, whatever is not defined', ({ expect }) => {
    const { predictions, target } = twoClasses([0.2, 0.8], [1, 1]);
    const undefinedPart = { model: predictions, other: predictions, target };
    const fine = seeded(40, 0.5, 2);
    expect(compare([undefinedPart], asked('roc-auc'), 0, 'test')).toEqual({
      defined: false,
      score: 0,
      otherScore: 0,
      gain: 0,
      ci: [-Number.MAX_VALUE, Number.MAX_VALUE],
      p: 1,
      test: 'label-permutation',
    });
    const mixed = compare([undefinedPart, fine], asked('roc-auc'), 0, 'test');
    expect(mixed.defined).toBe(true);
    expect(mixed.score).toBe(score(asked('roc-auc'), fine.model, fine.target));
    for (const each of [
      mixed,
      compare([], asked('mae'), 0, 'test'),
      compare([{ ...fine, other: constant(fine.model, [Number.NaN, 1]) }], asked('accuracy'), 0, 'test'),
    ]) {
      expect(FINITE([each.score, each.otherScore, each.gain, each.p, ...each.ci])).toBe(true);
    }
  });

  test('is the same for the same seed and purpose, and another for others', ({ expect }) => {
    const part = seeded(50, 0.1, 5);
    const first = compare([part], asked('roc-auc'), 1, 'a');
    expect(compare([part], asked('roc-auc'), 1, 'a')).toEqual(first);
    expect(compare([part], asked('roc-auc'), 2, 'a').ci).not.toEqual(first.ci);
    expect(compare([part], asked('roc-auc'), 1, 'b').ci).not.toEqual(first.ci);
  });
});
