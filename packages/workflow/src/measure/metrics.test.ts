import { describe, test } from 'vitest';
import type { Target } from '../rows/index.ts';
import reference from './fixtures/reference.json' with { type: 'json' };
import {
  countPredictions,
  mean,
  METRICS,
  metricsFor,
  mostProbable,
  scoreRows,
  standardDeviation,
  targetAt,
} from './index.ts';
import type { Predictions } from './index.ts';

function classes(codes: number[], numClasses: number): Target {
  const labels = Array.from({ length: numClasses }, (_, code) => `class ${code}`);
  return { kind: 'classes', classes: labels, codes: Int32Array.from(codes) };
}

function probabilities(values: number[], numClasses: number): Predictions {
  return { kind: 'probabilities', numClasses, values: Float64Array.from(values) };
}

describe('scoreRows, against scikit-learn 1.2.1', () => {
  test.for([{ name: 'binary', numClasses: 2 } as const, { name: 'multiclass', numClasses: 3 } as const])(
    'accuracy and log loss of $name',
    ({ name, numClasses }, { expect }) => {
      const { codes, probabilities: values, accuracy, logLoss } = reference[name];
      const target = classes(codes, numClasses);
      const predictions = probabilities(values, numClasses);
      expect(mean(scoreRows('accuracy', predictions, target))).toBeCloseTo(accuracy, 9);
      expect(mean(scoreRows('log-loss', predictions, target))).toBeCloseTo(logLoss, 9);
    },
  );

  test('mae and mse', ({ expect }) => {
    const { truth, guess, mae, mse } = reference.number;
    const target: Target = { kind: 'number', values: Float64Array.from(truth) };
    const predictions: Predictions = { kind: 'number', values: Float64Array.from(guess) };
    expect(mean(scoreRows('mae', predictions, target))).toBeCloseTo(mae, 9);
    expect(mean(scoreRows('mse', predictions, target))).toBeCloseTo(mse, 9);
  });
});

describe('scoreRows', () => {
  test('gives every row its own share', ({ expect }) => {
    const predictions = probabilities([0.9, 0.1, 0.25, 0.75, 0.5, 0.5], 2);
    const target = classes([0, 0, 1], 2);
    // The third row is undecided, and the first of equals counts.
    expect([...scoreRows('accuracy', predictions, target)]).toEqual([1, 0, 0]);
    const losses = scoreRows('log-loss', predictions, target);
    [-Math.log(0.9), -Math.log(0.25), -Math.log(0.5)].forEach((loss, row) => expect(losses[row]).toBeCloseTo(loss, 12));
  });

  test('charges -ln 1e-7 and not infinity for what was called impossible', ({ expect }) => {
    const [loss] = scoreRows('log-loss', probabilities([1, 0], 2), classes([1], 2));
    expect(loss).toBeCloseTo(16.11809565095832, 12);
    const [certain] = scoreRows('log-loss', probabilities([1, 0], 2), classes([0], 2));
    expect(certain).toBeCloseTo(1e-7, 12);
  });

  test('counts a class that training never saw as wrong', ({ expect }) => {
    expect([...scoreRows('accuracy', probabilities([1, 0], 2), classes([-1], 2))]).toEqual([0]);
    expect(scoreRows('log-loss', probabilities([1, 0], 2), classes([-1], 2))[0]).toBeCloseTo(16.11809565095832, 12);
  });

  test('refuses what does not fit together', ({ expect }) => {
    const mismatch = expect.objectContaining({ code: 'measure_mismatch' });
    const number: Predictions = { kind: 'number', values: Float64Array.of(1) };
    const value: Target = { kind: 'number', values: Float64Array.of(1) };
    expect(() => scoreRows('accuracy', number, value)).toThrow(mismatch);
    expect(() => scoreRows('mae', probabilities([1, 0], 2), classes([0], 2))).toThrow(mismatch);
    expect(() => scoreRows('mae', number, classes([0], 2))).toThrow(mismatch);
    expect(() => scoreRows('log-loss', probabilities([1, 0], 2), value)).toThrow(mismatch);
  });
});

describe('every metric', () => {
  test.for(Object.values(METRICS))('$name is best where the predictions are the truth', (metric, { expect }) => {
    const sign = metric.greaterIsBetter ? 1 : -1;
    const score = (right: boolean) => {
      if (metric.of === 'number') {
        const values = Float64Array.of(2, 4, 8);
        return mean(
          scoreRows(
            metric.name,
            { kind: 'number', values: right ? values : values.toReversed() },
            { kind: 'number', values },
          ),
        );
      }
      const truth = [1, 0, 0, 0, 1, 0, 0, 0, 1];
      return mean(
        scoreRows(
          metric.name,
          probabilities(right ? truth : truth.toReversed().map((p, i) => (i < 3 ? 1 - p : p)), 3),
          classes([0, 1, 2], 3),
        ),
      );
    };
    expect(sign * score(true)).toBeGreaterThan(sign * score(false));
    expect(metricsFor(metric.of)).toContain(metric);
    expect(METRICS[metric.name]).toBe(metric);
  });
});

describe('small parts', () => {
  test('mostProbable takes the first of equals', ({ expect }) => {
    const values = Float64Array.of(0.2, 0.4, 0.4, 1, 0, 0);
    expect(mostProbable(values, 3, 0)).toBe(1);
    expect(mostProbable(values, 3, 1)).toBe(0);
  });

  test('countPredictions counts rows', ({ expect }) => {
    expect(countPredictions(probabilities([1, 0, 0, 1, 0, 0], 3))).toBe(2);
    expect(countPredictions({ kind: 'number', values: new Float64Array(5) })).toBe(5);
  });

  test('mean and standardDeviation by hand, the latter against NumPy too', ({ expect }) => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(mean([])).toBeNaN();
    // Deviations -2, -1, 3: 14 / 2 = 7.
    expect(standardDeviation([1, 2, 6])).toBeCloseTo(Math.sqrt(7), 12);
    expect(standardDeviation([5])).toBe(0);
    expect(standardDeviation(reference.sample)).toBeCloseTo(reference.standardDeviation, 9);
  });

  test('targetAt takes rows in the order asked for', ({ expect }) => {
    expect(targetAt(classes([0, 1, 2], 3), Int32Array.of(2, 0))).toEqual(classes([2, 0], 3));
    expect(targetAt({ kind: 'number', values: Float64Array.of(5, 6) }, Int32Array.of(1))).toEqual({
      kind: 'number',
      values: Float64Array.of(6),
    });
  });
});
