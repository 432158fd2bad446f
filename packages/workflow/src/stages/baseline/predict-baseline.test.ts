import { describe, test } from 'vitest';
import { score, type Predictions } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import reference from './fixtures/reference.json' with { type: 'json' };
import { baselinesFor, predictBaseline, type BaselineName } from './index.ts';
import { asked, classes, labelSets, numbers } from '../../../../metrics/src/testing/cases.ts';

const STATED = { seed: 0, probabilistic: true };
const DRAWN = { seed: 0, probabilistic: false };

/** What each column of the predictions sums to. */
function columnSums({ values }: Predictions, width: number): number[] {
  const sums = Array.from({ length: width }, () => 0);
  values.forEach((value, i) => (sums[i % width]! += value));
  return sums;
}

describe('predictBaseline, against the dummy models of scikit-learn 1.2.1', () => {
  const { codes, unseenCodes, values, unseenValues, majority, prior, majorityLabels, priorLabels } = reference;
  const trained = { classes: classes(codes, 3), labels: labelSets([], reference.labels, 3).target };
  const unseen = { classes: classes(unseenCodes, 3), labels: labelSets([], reference.unseenLabels, 3).target };

  test('majority', ({ expect }) => {
    const predictions = predictBaseline('majority', trained.classes, 30, DRAWN);
    expect([...predictions.values.subarray(0, 3)]).toEqual(majority.probabilities);
    for (const name of ['accuracy', 'balanced-accuracy'] as const) {
      expect(score(asked(name), predictions, unseen.classes)).toBeCloseTo(majority[name], 9);
    }
  });

  test('prior, as shares', ({ expect }) => {
    const predictions = predictBaseline('prior', trained.classes, 30, STATED);
    prior.probabilities.forEach((p, code) => expect(predictions.values[code]).toBeCloseTo(p, 12));
    for (const name of ['log-loss', 'roc-auc'] as const) {
      expect(score(asked(name), predictions, unseen.classes)).toBeCloseTo(prior[name], 9);
    }
  });

  test('majority and prior of labels', ({ expect }) => {
    const named = predictBaseline('majority', trained.labels, 30, DRAWN);
    expect([...named.values.subarray(0, 3)]).toEqual(majorityLabels.named);
    expect(score(asked('accuracy'), named, unseen.labels)).toBeCloseTo(majorityLabels.accuracy, 9);
    const shares = predictBaseline('prior', trained.labels, 30, STATED);
    priorLabels.probabilities.forEach((p, label) => expect(shares.values[label]).toBeCloseTo(p, 12));
    for (const name of ['log-loss', 'brier'] as const) {
      expect(score(asked(name), shares, unseen.labels)).toBeCloseTo(priorLabels[name], 9);
    }
  });

  test.for([
    ['mean', 'mean', values, unseenValues, 1],
    ['median', 'median', values, unseenValues, 1],
    ['mean', 'meanOfPairs', reference.pairs, reference.unseenPairs, 2],
    ['median', 'medianOfPairs', reference.pairs, reference.unseenPairs, 2],
  ] as const)('%s: %s', ([name, key, train, truth, width], { expect }) => {
    const predictions = predictBaseline(name, numbers([], train, width).target, 30, STATED);
    reference[key].guess.forEach((guess, column) => expect(predictions.values[column]).toBeCloseTo(guess, 9));
    for (const metric of ['mae', 'mse', 'r2'] as const) {
      const { target } = numbers([], truth, width);
      expect(score(asked(metric), predictions, target)).toBeCloseTo(reference[key][metric], 8);
    }
  });
});

describe('predictBaseline draws', () => {
  // Five standard errors of 27 to 32 of 4 000.
  const SLACK = 160;

  test.for([
    ['prior', [1_000, 2_000, 1_000, 0]],
    ['random', [1_000, 1_000, 1_000, 1_000]],
  ] as const)('%s classes as often as they should be, one a row', ([name, expected], { expect }) => {
    const predictions = predictBaseline(name, classes([0, 1, 1, 2], 4), 4_000, { seed: 1, probabilistic: false });
    const counts = columnSums(predictions, 4);
    expected.forEach((count, code) => expect(Math.abs(counts[code]! - count)).toBeLessThan(SLACK));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4_000);
  });

  test('labels as often as in training, or by a fair coin', ({ expect }) => {
    const { target } = labelSets([], [1, 0, 1, 0, 0, 1, 1, 0], 2);
    const [first, second] = columnSums(predictBaseline('prior', target, 4_000, DRAWN), 2);
    expect(Math.abs(first! - 3_000)).toBeLessThan(SLACK);
    expect(Math.abs(second! - 1_000)).toBeLessThan(SLACK);
    const coins = columnSums(predictBaseline('random', target, 4_000, DRAWN), 2);
    coins.forEach((count) => expect(Math.abs(count - 2_000)).toBeLessThan(SLACK));
  });

  test('numbers between the least and the greatest of each column', ({ expect }) => {
    const { values } = predictBaseline('random', numbers([], [5, -10, 1, 30], 2).target, 2_000, STATED);
    const column = (at: number) => values.filter((_, i) => i % 2 === at);
    expect(Math.min(...column(0))).toBeGreaterThanOrEqual(1);
    expect(Math.max(...column(0))).toBeLessThanOrEqual(5);
    // Uniform: mean 10, five standard errors of 40 / sqrt(12 · 2 000).
    expect(Math.abs(column(1).reduce((sum, value) => sum + value, 0) / 2_000 - 10)).toBeLessThan(1.3);
  });

  test('the same for the same seed', ({ expect }) => {
    for (const name of ['prior', 'random'] as const) {
      const drawn = (seed: number) =>
        predictBaseline(name, classes([0, 1, 1, 2], 3), 100, { seed, probabilistic: false });
      expect(drawn(1)).toEqual(drawn(1));
      expect(drawn(1)).not.toEqual(drawn(2));
    }
  });
});

describe('predictBaseline', () => {
  test('takes the first class of equally common ones, and passes over rows of unknown class', ({ expect }) => {
    expect([...predictBaseline('majority', classes([2, 1, 2, 1], 3), 1, DRAWN).values]).toEqual([0, 1, 0]);
    expect([...predictBaseline('prior', classes([0, -1, 1, -1], 2), 1, STATED).values]).toEqual([0.5, 0.5]);
  });

  test('repeats the last row as given', ({ expect }) => {
    const last = (target: Target) => [...predictBaseline('last-value', target, 2, STATED).values];
    expect(last(classes([0, 1, 2], 3))).toEqual([0, 0, 1, 0, 0, 1]);
    expect(last(numbers([], [1, 2, 3, 4], 2).target)).toEqual([3, 4, 3, 4]);
    expect(last(labelSets([], [1, 1, 0, 1], 2).target)).toEqual([0, 1, 0, 1]);
  });

  test('repeats the row with the greatest time, the last of equals, in whatever order rows are given', ({ expect }) => {
    const last = (target: Target, times: number[]) => [
      ...predictBaseline('last-value', target, 1, { ...STATED, times: Float64Array.from(times) }).values,
    ];
    expect(last(classes([0, 1, 2], 3), [5, 9, 7])).toEqual([0, 1, 0]);
    expect(last(numbers([], [1, 2, 3, 4, 5, 6], 2).target, [9, 3, 4])).toEqual([1, 2]);
    expect(last(labelSets([], [1, 0, 0, 1], 2).target, [2, 1])).toEqual([1, 0]);
    expect(last(numbers([], [1, 2, 3]).target, [4, 4, 1])).toEqual([2]);
    expect(last(numbers([], [1, 2, 3]).target, [Number.NaN, -4, Number.NaN])).toEqual([2]);
    expect(last(numbers([], [1, 2]).target, [Number.NaN, Number.NaN])).toEqual([2]);
  });

  test('leaves the training values as they were', ({ expect }) => {
    const { target } = numbers([], [3, 1, 2]);
    expect(predictBaseline('median', target, 1, STATED).values[0]).toBe(2);
    expect(target).toEqual(numbers([], [3, 1, 2]).target);
  });

  test('refuses what a target does not have, and no rows', ({ expect }) => {
    const refuses = (name: BaselineName, target: Target) =>
      expect(() => predictBaseline(name, target, 1, STATED)).toThrow(
        expect.objectContaining({ code: 'measure_mismatch' }),
      );
    const [named, labels, number] = [classes([0], 2), labelSets([], [1, 0], 2).target, numbers([], [1]).target];
    for (const target of [named, labels]) for (const name of ['mean', 'median'] as const) refuses(name, target);
    for (const name of ['majority', 'prior'] as const) refuses(name, number);
    for (const target of [named, labels, number]) {
      refuses('linear', target);
      refuses('shuffled-labels', target);
    }
    refuses('mean', numbers([], []).target);
  });

  test('predicts so many rows of the right width, for every baseline of every target', ({ expect }) => {
    for (const target of [
      classes([0, 1, 1], 3),
      labelSets([], [1, 0, 0, 1], 2).target,
      numbers([], [1, 2], 2).target,
    ]) {
      for (const name of baselinesFor(target, 'time')) {
        const { values } = predictBaseline(name, target, 7, DRAWN);
        expect(values.length).toBe(7 * (target.kind === 'classes' ? 3 : 2));
        expect(values.every(Number.isFinite)).toBe(true);
        expect(predictBaseline(name, target, 0, DRAWN).values.length).toBe(0);
      }
    }
  });
});
