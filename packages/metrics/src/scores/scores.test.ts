import { describe, test } from 'vitest';
import { z } from 'zod';
import { METRIC_NAMES } from '../names/index.ts';
import reference from '../fixtures/reference.json' with { type: 'json' };
import { measuresProblem, METRICS, metricsFor, score, scoreRows } from '../index.ts';
import { asked, CASES, classes, labelSets, numbers, probabilities, twoClasses } from '../testing/cases.ts';

const metricName = z.enum(METRIC_NAMES);

const OF_LEVELS: ReadonlySet<string> = new Set(['quadratic-kappa', 'mae-of-levels']);
const MISMATCH = { code: 'measure_mismatch' };

describe('score, against scikit-learn 1.2.1', () => {
  const table = (['binary', 'multiclass', 'labels', 'number', 'numbers'] as const).flatMap((kind) =>
    Object.entries(reference[kind].metrics).map(([name, value]) => ({ kind, name: metricName.parse(name), value })),
  );

  test.for(table)('$name of $kind', ({ kind, name, value }, { expect }) => {
    expect(Math.abs(score(asked(name), CASES[kind].predictions, CASES[kind].target) - value)).toBeLessThan(1e-9);
  });

  test.for(Object.entries(reference.binary.atThreshold))(
    '%s of two classes from 0.2 on',
    ([name, value], { expect }) => {
      const measure = asked(metricName.parse(name), reference.binary.threshold);
      expect(score(measure, CASES.binary.predictions, CASES.binary.target)).toBeCloseTo(value, 9);
    },
  );

  test.for(Object.entries(reference.same.absentClass.metrics))(
    '%s of three classes, one neither true nor named',
    ([name, value], { expect }) => {
      const { truth, predicted } = reference.same.absentClass;
      const found = score(asked(metricName.parse(name)), probabilities(predicted, 3), classes(truth, 3));
      expect(found).toBeCloseTo(value, 12);
    },
  );

  test('leaves out no metric that is built in', ({ expect }) => {
    const compared = new Set(table.map(({ name }) => name));
    // Those of rankings are compared in query-scores.test.ts, those of levels in levels.test.ts.
    const others = METRIC_NAMES.filter(
      (name) => !compared.has(name) && !measuresProblem(name, 'ranking') && !OF_LEVELS.has(name),
    );
    expect(others).toEqual(['mase', 'custom']);
    for (const kind of ['binary', 'multiclass', 'labels', 'number', 'numbers'] as const) {
      const names = Object.keys(reference[kind].metrics).sort();
      expect(names).toEqual(
        metricsFor(CASES[kind].target)
          .map(({ name }) => name)
          .sort(),
      );
    }
  });
});

describe('scoreRows', () => {
  test('gives every row its own share', ({ expect }) => {
    const predictions = probabilities([0.9, 0.1, 0.25, 0.75, 0.5, 0.5], 2);
    const target = classes([0, 0, 1], 2);
    // The third row reaches the threshold.
    expect([...scoreRows(asked('accuracy'), predictions, target)]).toEqual([1, 0, 1]);
    expect([...scoreRows(asked('accuracy', 0.51), predictions, target)]).toEqual([1, 0, 0]);
    const losses = scoreRows(asked('log-loss'), predictions, target);
    [-Math.log(0.9), -Math.log(0.25), -Math.log(0.5)].forEach((loss, row) => expect(losses[row]).toBeCloseTo(loss, 12));
    const brier = scoreRows(asked('brier'), predictions, target);
    [0.01, 0.5625, 0.25].forEach((value, row) => expect(brier[row]).toBeCloseTo(value, 12));
  });

  test('takes the first of equally probable classes, of several', ({ expect }) => {
    const predictions = probabilities([0.4, 0.4, 0.2, 0.2, 0.4, 0.4], 3);
    expect([...scoreRows(asked('accuracy'), predictions, classes([1, 1], 3))]).toEqual([0, 1]);
  });

  test('gives a row of labels the mean over them, and accuracy only where all are right', ({ expect }) => {
    const { predictions, target } = labelSets([0.9, 0.1, 0.5, 0.25], [1, 0, 0, 0], 2);
    expect([...scoreRows(asked('accuracy'), predictions, target)]).toEqual([1, 0]);
    // 0.01 twice; 0.25 and 0.0625.
    const brier = scoreRows(asked('brier'), predictions, target);
    expect(brier[0]).toBeCloseTo(0.01, 12);
    expect(brier[1]).toBeCloseTo(0.15625, 12);
  });

  test('gives a row of several numbers the mean over them', ({ expect }) => {
    const { predictions, target } = numbers([1, 5, 3, 3], [2, 10, 3, 1], 2);
    expect([...scoreRows(asked('mae'), predictions, target)]).toEqual([3, 1]);
    expect([...scoreRows(asked('mse'), predictions, target)]).toEqual([13, 2]);
    // (1/2 + 5/10) / 2, (0 + 2/1) / 2.
    expect([...scoreRows(asked('mape'), predictions, target)]).toEqual([0.5, 1]);
  });

  test('charges -ln 2^-23 and not infinity for what was called impossible, as scikit-learn of float32', ({
    expect,
  }) => {
    const [loss] = scoreRows(asked('log-loss'), probabilities([1, 0], 2), classes([1], 2));
    expect(loss).toBeCloseTo(23 * Math.LN2, 12);
    const [certain] = scoreRows(asked('log-loss'), probabilities([1, 0], 2), classes([0], 2));
    expect(certain).toBeCloseTo(2 ** -23, 12);
    // Of one row called impossible and one called certain, and of two called certain.
    expect((loss! + certain!) / 2).toBeCloseTo(reference.same.logLossOfImpossible, 6);
    expect(certain! / reference.same.logLossOfCertain).toBeCloseTo(1, 6);
  });

  test('counts a class that training never saw as wrong', ({ expect }) => {
    const [sure, unseen] = [probabilities([1, 0], 2), classes([-1], 2)];
    expect([...scoreRows(asked('accuracy'), sure, unseen)]).toEqual([0]);
    expect(scoreRows(asked('log-loss'), sure, unseen)[0]).toBeCloseTo(23 * Math.LN2, 12);
    expect([...scoreRows(asked('brier'), sure, unseen)]).toEqual([1]);
    // All of the second class's probability, 1, and the true one's lack of it.
    expect([...scoreRows(asked('brier'), probabilities([0, 1, 0], 3), classes([-1], 3))]).toEqual([2]);
    expect(score(asked('f1-micro'), probabilities([1, 0, 0, 1, 0, 0], 3), classes([-1, 0], 3))).toBe(0.5);
  });

  test('refuses metrics that are no means over rows', ({ expect }) => {
    const { predictions, target } = CASES.binary;
    expect(() => scoreRows(asked('roc-auc'), predictions, target)).toThrow(expect.objectContaining(MISMATCH));
  });
});

describe('score is not defined', () => {
  test.for([
    ['roc-auc', twoClasses([0.2, 0.8], [1, 1])],
    ['average-precision', twoClasses([0.2, 0.8], [0, 0])],
    ['recall', twoClasses([0.2, 0.8], [0, 0])],
    ['f1', twoClasses([0.2, 0.3], [0, 0])],
    ['precision', twoClasses([0.2, 0.3], [0, 0])],
    ['mean-average-precision', labelSets([0.2, 0.3], [0, 0], 2)],
    ['roc-auc', labelSets([0.2, 0.3], [1, 0], 2)],
    ['r2', numbers([1, 2, 3], [0.1, 0.1, 0.1])],
    ['mae', numbers([Number.NaN, 2, 3], [1, 2, 3])],
    ['roc-auc', twoClasses([Number.NaN, 0.8], [0, 1])],
  ] as const)('for %s where it makes no sense', ([name, { predictions, target }], { expect }) => {
    expect(score(asked(name), predictions, target)).toBeNaN();
  });

  test('but is 0 where a model names no row positive though some are', ({ expect }) => {
    const { predictions, target } = twoClasses([0.2, 0.3], [0, 1]);
    for (const name of ['precision', 'recall', 'f1'] as const) expect(score(asked(name), predictions, target)).toBe(0);
  });

  test('and labels or classes without a positive row are left out of a mean', ({ expect }) => {
    // The second label has no positive row; the first is ranked perfectly.
    const { predictions, target } = labelSets([0.9, 0.5, 0.1, 0.4], [1, 0, 0, 0], 2);
    expect(score(asked('mean-average-precision'), predictions, target)).toBe(1);
    expect(score(asked('roc-auc'), predictions, target)).toBe(1);
    // Class 2 never occurs: the mean recall is of the others.
    const three = probabilities([1, 0, 0, 1, 0, 0], 3);
    expect(score(asked('balanced-accuracy'), three, classes([0, 1], 3))).toBe(0.5);
  });
});

describe('score refuses', () => {
  const number = CASES.number;
  const binary = CASES.binary;
  test.for([
    ['accuracy', number],
    ['mae', binary],
    ['average-precision', CASES.multiclass],
    ['balanced-accuracy', CASES.labels],
    ['accuracy', { predictions: number.predictions, target: binary.target }],
    ['accuracy', { predictions: CASES.multiclass.predictions, target: binary.target }],
    ['mae', { predictions: CASES.numbers.predictions, target: number.target }],
    ['mae', numbers([1, 2], [1, 2, 3])],
    ['custom', binary],
  ] as const)('%s where predictions, target and metric do not fit', ([name, { predictions, target }], { expect }) => {
    expect(() => score(asked(name), predictions, target)).toThrow(expect.objectContaining(MISMATCH));
  });

  test('and says what would do', ({ expect }) => {
    expect(() => score(asked('accuracy'), number.predictions, number.target)).toThrow(
      "The metric accuracy isn't defined for a number. Choose one of mae, mse, rmse, r2, mape, or define your own with an expression.",
    );
  });
});

test('shares are those that are shown in per cent', ({ expect }) => {
  const shares = Object.values(METRICS).filter(({ share }) => share);
  expect(shares.map(({ name }) => name)).toEqual(['accuracy', 'balanced-accuracy', 'mape']);
});
