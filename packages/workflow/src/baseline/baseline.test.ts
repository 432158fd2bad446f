import { describe, test } from 'vitest';
import { mean, scoreRows, type Measure } from '../measure/index.ts';
import type { MetricName } from '../spec/index.ts';
import type { Split, Target } from '../rows/index.ts';
import reference from './fixtures/reference.json' with { type: 'json' };
import {
  baseline,
  baselineRowScores,
  baselineScore,
  baselinesFor,
  predictBaseline,
  type BaselineName,
} from './index.ts';

const LABELS = ['a', 'b', 'c'];

function classes(codes: number[], labels = LABELS): Target {
  return { kind: 'classes', classes: labels, codes: Int32Array.from(codes) };
}

function numbers(...values: number[]): Target {
  return { kind: 'number', values: Float64Array.from(values) };
}

function measureOf(name: MetricName): Measure {
  return { name, greaterIsBetter: name === 'accuracy', why: '', beside: [] };
}

describe('predictBaseline, against the dummy models of scikit-learn 1.2.1', () => {
  const { codes, unseenCodes, values, unseenValues } = reference;

  test('majority', ({ expect }) => {
    const predictions = predictBaseline('majority', classes(codes), 30, { seed: 0, certain: true });
    expect([...predictions.values.subarray(0, 3)]).toEqual(reference.majority.probabilities);
    expect(mean(scoreRows('accuracy', predictions, classes(unseenCodes)))).toBeCloseTo(reference.majority.accuracy, 9);
  });

  test('prior, as shares', ({ expect }) => {
    const predictions = predictBaseline('prior', classes(codes), 30, { seed: 0, certain: false });
    reference.prior.probabilities.forEach((p, code) => expect(predictions.values[code]).toBeCloseTo(p, 12));
    expect(mean(scoreRows('log-loss', predictions, classes(unseenCodes)))).toBeCloseTo(reference.prior.logLoss, 9);
  });

  test.for(['mean', 'median'] as const)('%s', (name, { expect }) => {
    const predictions = predictBaseline(name, numbers(...values), 30, { seed: 0, certain: false });
    expect(predictions.values[0]).toBeCloseTo(reference[name].guess, 9);
    expect(mean(scoreRows('mae', predictions, numbers(...unseenValues)))).toBeCloseTo(reference[name].mae, 9);
    expect(mean(scoreRows('mse', predictions, numbers(...unseenValues)))).toBeCloseTo(reference[name].mse, 8);
  });
});

describe('predictBaseline', () => {
  test('draws a class a row as often as in training, the same for the same seed', ({ expect }) => {
    const drawn = (seed: number) =>
      predictBaseline('prior', classes([0, 1, 1, 2]), 4_000, { seed, certain: true }).values;
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    const counts = [0, 0, 0];
    drawn(1).forEach((p, i) => (counts[i % 3]! += p));
    // 1 000, 2 000 and 1 000 of 4 000, within five standard errors of 27 to 32.
    [1_000, 2_000, 1_000].forEach((count, code) => expect(Math.abs(counts[code]! - count)).toBeLessThan(160));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4_000);
  });

  test('takes the first class of equally common ones', ({ expect }) => {
    expect([...predictBaseline('majority', classes([2, 1, 2, 1]), 1, { seed: 0, certain: true }).values]).toEqual([
      0, 1, 0,
    ]);
  });

  test('leaves the training values in their order', ({ expect }) => {
    const target = numbers(3, 1, 2);
    expect(predictBaseline('median', target, 1, { seed: 0, certain: false }).values[0]).toBe(2);
    expect(target).toEqual(numbers(3, 1, 2));
  });

  test('refuses the mean of classes', ({ expect }) => {
    expect(() => predictBaseline('mean', classes([0]), 1, { seed: 0, certain: true })).toThrow(
      expect.objectContaining({ code: 'measure_mismatch' }),
    );
  });
});

describe('baseline', () => {
  const SPLITS: Split[] = [
    { train: Int32Array.of(0, 1, 2), validation: Int32Array.of(3, 4) },
    { train: Int32Array.of(3, 4), validation: Int32Array.of(0, 1, 2) },
  ];

  test('learns on the training rows of a fold and is judged on its validation rows', ({ expect }) => {
    // Fold 1 learns 1, 2, 6 (mean 3, median 2) and meets 4, 8; fold 2 learns 4, 8 (both 6) and meets 1, 2, 6.
    const target = numbers(1, 2, 6, 4, 8);
    const scores = (name: BaselineName) =>
      baselineRowScores(name, target, SPLITS, measureOf('mae'), 0).map((row) => [...row]);
    expect(scores('mean')).toEqual([
      [1, 5],
      [5, 4, 0],
    ]);
    expect(scores('median')).toEqual([
      [2, 6],
      [5, 4, 0],
    ]);
    // Means over the folds: (3 + 3) / 2 and (4 + 3) / 2.
    const { baselines, decisions } = baseline(target, SPLITS, measureOf('mae'), 0);
    expect(baselines).toEqual([
      { name: 'mean', score: 3 },
      { name: 'median', score: 3.5 },
    ]);
    expect(decisions).toMatchObject([{ stage: 'baseline', choice: 'mean', by: 'rule' }]);
    for (const score of baselines) expect(baselineScore.parse(score)).toEqual(score);
  });

  test('puts the greatest accuracy first, and the smallest loss', ({ expect }) => {
    const codes = Array.from({ length: 200 }, (_, row) => (row % 10 < 7 ? 0 : 1));
    const half: Split[] = [
      {
        train: Int32Array.from({ length: 100 }, (_, i) => i),
        validation: Int32Array.from({ length: 100 }, (_, i) => 100 + i),
      },
    ];
    const target = classes(codes, ['a', 'b']);
    const accuracy = baseline(target, half, measureOf('accuracy'), 0).baselines;
    expect(accuracy.map(({ name }) => name)).toEqual(['majority', 'prior']);
    expect(accuracy[0]!.score).toBeCloseTo(0.7, 12);
    const loss = baseline(target, half, measureOf('log-loss'), 0).baselines;
    expect(loss.map(({ name }) => name)).toEqual(['prior', 'majority']);
    expect(loss[0]!.score).toBeCloseTo(-0.7 * Math.log(0.7) - 0.3 * Math.log(0.3), 9);
  });

  test('knows which baselines a target has', ({ expect }) => {
    expect(baselinesFor('classes')).toEqual(['majority', 'prior']);
    expect(baselinesFor('number')).toEqual(['mean', 'median']);
  });
});
