import { describe, test } from 'vitest';
import { METRICS } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import type { MetricName } from '@stepwell/metrics/names';
import type { Measure } from '../measure/index.ts';
import type { Split } from '../../training/rows/index.ts';
import {
  baseline,
  baselineName,
  baselinePredictions,
  baselineScore,
  baselinesFor,
  usesProbabilities,
} from './index.ts';
import { classes, labelSets, numbers } from '../../../../metrics/src/testing/cases.ts';

const FOLDS: Split[] = [
  { train: Int32Array.of(0, 1, 2), validation: Int32Array.of(3, 4) },
  { train: Int32Array.of(3, 4), validation: Int32Array.of(0, 1, 2) },
];

function halves(rows: number): Split[] {
  const half = (from: number) => Int32Array.from({ length: rows / 2 }, (_, i) => from + i);
  return [{ train: half(0), validation: half(rows / 2) }];
}

function measureOf(name: MetricName): Measure {
  const { greaterIsBetter } = METRICS[name];
  return { name, greaterIsBetter, why: '', beside: [], custom: null, threshold: 0.5 };
}

/** Of ten rows in turn, so many of the first class. */
function twoClasses(firstOfTen: number): Target {
  return classes(
    Array.from({ length: 200 }, (_, row) => (row % 10 < firstOfTen ? 0 : 1)),
    2,
  );
}

/** Two steps ahead of three moments: after 5, 6 and 9, with a season that says 4 and 8, 5 and 9, 6 and 10. */
const FORECAST: Target = {
  kind: 'number',
  width: 2,
  values: Float64Array.of(6, 9, 9, 7, 7, 11),
  anchors: {
    expected: Float64Array.of(0, 0, 0, 0, 0, 0),
    naive: Float64Array.of(4, 8, 5, 9, 6, 10),
    scales: Float64Array.of(1, 2, 2),
    last: Float64Array.of(5, 6, 9),
    slopes: Float64Array.of(1, 0, -2),
    units: Float64Array.of(2, 2, 4),
    steps: Float64Array.of(0, 1, 2),
  },
};

describe('the naive forecasts', () => {
  test("come from each row's own past, whatever was trained on", ({ expect }) => {
    const split = { train: Int32Array.of(0), validation: Int32Array.of(1, 2) };
    const said = (name: 'last-value' | 'drift' | 'seasonal-naive') => [
      ...baselinePredictions(name, { target: FORECAST }, split, measureOf('mae'), 0).values,
    ];
    expect(said('last-value')).toEqual([6, 6, 9, 9]);
    expect(said('drift')).toEqual([6, 6, 7, 5]);
    expect(said('seasonal-naive')).toEqual([5, 9, 6, 10]);
  });

  test('are scored in the unit of the target and in that of their series', ({ expect }) => {
    const split = { train: Int32Array.of(0), validation: Int32Array.of(1, 2) };
    const scoreOf = (name: MetricName) =>
      baseline({ target: FORECAST }, [split], measureOf(name), 0, 'time').baselines.find(
        (one) => one.name === 'seasonal-naive',
      )!.score;
    // Errors 4 and 2 in units of 2, 1 and 1 in units of 4.
    expect(scoreOf('mae')).toBeCloseTo(8 / 4, 12);
    expect(scoreOf('mase')).toBeCloseTo((2 + 1 + 0.25 + 0.25) / 4, 12);
  });
});

describe('baselinePredictions', () => {
  test('are learned on the training rows of a fold, for its validation rows', ({ expect }) => {
    // Fold 1 learns 1, 2, 6 (mean 3, median 2); fold 2 learns 4, 8 (both 6).
    const { target } = numbers([], [1, 2, 6, 4, 8]);
    const guesses = (name: 'mean' | 'median' | 'last-value') =>
      FOLDS.map((fold) => [...baselinePredictions(name, { target }, fold, measureOf('mae'), 0).values]);
    expect(guesses('mean')).toEqual([
      [3, 3],
      [6, 6, 6],
    ]);
    expect(guesses('median')[0]).toEqual([2, 2]);
    expect(guesses('last-value')).toEqual([
      [6, 6],
      [8, 8, 8],
    ]);
  });
});

describe('baseline', () => {
  test('scores each on the validation rows, folds weighted by their rows', ({ expect }) => {
    // Mean: errors 1, 5 | 5, 4, 0; median: 2, 6 | 5, 4, 0.
    const { target } = numbers([], [1, 2, 6, 4, 8]);
    const { baselines, decisions } = baseline({ target }, FOLDS, measureOf('mae'), 0, 'random');
    const scoreOf = (name: string) => baselines.find((each) => each.name === name)!.score;
    expect(scoreOf('mean')).toBeCloseTo(15 / 5, 12);
    expect(scoreOf('median')).toBeCloseTo(17 / 5, 12);
    expect(baselines[0]!.name).toBe('mean');
    expect(decisions).toMatchObject([{ stage: 'baseline', choice: 'mean', by: 'rule' }]);
    expect(decisions[0]!.why).toBe(
      'Always guessing the mean gives mean absolute error 3.00, which a model has to beat.',
    );
    for (const each of baselines) expect(baselineScore.parse(each)).toEqual(each);
  });

  test('puts the greatest accuracy first, and the smallest loss', ({ expect }) => {
    const of = (name: MetricName) =>
      baseline({ target: twoClasses(7) }, halves(200), measureOf(name), 0, 'random').baselines;
    expect(of('accuracy').map(({ name }) => name)).toEqual(['majority', 'prior', 'random']);
    expect(of('accuracy')[0]!.score).toBeCloseTo(0.7, 12);
    expect(of('log-loss').map(({ name }) => name)).toEqual(['prior', 'majority', 'random']);
    expect(of('log-loss')[0]!.score).toBeCloseTo(-0.7 * Math.log(0.7) - 0.3 * Math.log(0.3), 9);
    expect(of('roc-auc')[0]).toEqual({ name: 'majority', score: 0.5 });
  });

  test('puts no drawn baseline first, however lucky', ({ expect }) => {
    for (let seed = 0; seed < 20; seed++) {
      const few = classes([0, 1, 0, 1, 0, 1, 0, 1], 2);
      for (const name of ['accuracy', 'f1', 'balanced-accuracy'] as const) {
        const { baselines } = baseline({ target: few }, halves(8), measureOf(name), seed, 'random');
        expect(baselines[0]!.name).toBe('majority');
        const rest = baselines.slice(1).map(({ score }) => score);
        expect(rest).toEqual(rest.toSorted((a, b) => b - a));
      }
    }
  });

  test('leaves out undefined baselines, and fails if none is defined', ({ expect }) => {
    // Validation rows of one class have no ROC AUC.
    const target = classes([0, 1, 0, 0], 2);
    expect(() => baseline({ target }, halves(4), measureOf('roc-auc'), 0, 'random')).toThrow(
      expect.objectContaining({ code: 'measure_mismatch' }),
    );
    const noReciprocal = {
      ...measureOf('custom'),
      custom: { expression: '1 / sum(prediction == 2)' },
    };
    const { target: values } = numbers([], [2, 2, 5, 1]);
    expect(
      baseline({ target: values }, halves(4), noReciprocal, 0, 'random').baselines.map(({ name }) => name),
    ).toEqual(['mean', 'median', 'random']);
    expect(
      baseline({ target: numbers([], [1, 2, 2, 5, 1, 1]).target }, halves(6), noReciprocal, 0, 'random').baselines,
    ).toEqual([{ name: 'median', score: 1 / 3 }]);
  });

  test('of rows in time knows the last value', ({ expect }) => {
    const { target } = numbers([], [1, 2, 3, 10, 10, 10, 11, 9]);
    const { baselines, decisions } = baseline({ target }, halves(8), measureOf('mae'), 0, 'time');
    expect(baselines[0]).toEqual({ name: 'last-value', score: 0.5 });
    expect(decisions[0]!.why).toContain('Repeating the last value');
  });

  test('scores the last value alike, however the rows lie in the file', ({ expect }) => {
    // At moments 0 to 7; the row at moment i lies in place (5 i + 3) mod 8.
    const values = [1, 2, 3, 10, 10, 10, 11, 9];
    const place = (moment: number) => (5 * moment + 3) % 8;
    const shuffled = new Float64Array(8);
    const times = new Float64Array(8);
    values.forEach((value, moment) => {
      shuffled[place(moment)] = value;
      times[place(moment)] = moment;
    });
    const early = (row: number) => times[row]! < 4;
    const rows = Int32Array.from({ length: 8 }, (_, row) => row);
    const split = { train: rows.filter(early), validation: rows.filter((row) => !early(row)) };
    const { target } = numbers([], [...shuffled]);
    const { baselines } = baseline({ target }, [split], measureOf('mae'), 0, 'time', times);
    expect(baselines[0]).toEqual({ name: 'last-value', score: 0.5 });
  });
});

test('a target has its baselines, those that are fits not among them', ({ expect }) => {
  const [named, labels, number] = [classes([0, 1], 2), labelSets([], [1, 0], 2).target, numbers([], [1]).target];
  expect(baselinesFor(named, 'random')).toEqual(['majority', 'prior', 'random']);
  expect(baselinesFor(labels, 'group')).toEqual(['majority', 'prior', 'random']);
  expect(baselinesFor(number, 'time')).toEqual(['mean', 'median', 'random', 'last-value']);
  const ranked: Target = { kind: 'number', width: 1, values: Float64Array.of(0, 1), queries: Int32Array.of(0, 0) };
  expect(baselinesFor(ranked, 'group')).toEqual(['random-order', 'file-order', 'one-column']);
  const all = [named, number, ranked, FORECAST].flatMap((target) => baselinesFor(target, 'time'));
  expect(baselineName.options.filter((name) => !all.includes(name))).toEqual(['shuffled-labels', 'linear']);
  expect(baselinesFor(FORECAST, 'time')).toEqual(['mean', 'median', 'random', 'last-value', 'drift', 'seasonal-naive']);
});

test('metrics of probabilities are told from those of names', ({ expect }) => {
  expect((['roc-auc', 'log-loss', 'brier', 'mean-average-precision'] as const).every(usesProbabilities)).toBe(true);
  expect((['accuracy', 'f1', 'recall', 'balanced-accuracy'] as const).some(usesProbabilities)).toBe(false);
});
