import { describe, test } from 'vitest';
import { METRICS } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import { METRIC_NAMES, type MetricName } from '@stepwell/metrics/names';
import type { Measure } from '../measure/index.ts';
import { detectableGain } from './index.ts';

// z(0.975) + z(0.8), from tables.
const Z = 1.959964 + 0.841621;

function measureOf(name: MetricName): Measure {
  const custom = name === 'custom' ? { expression: 'accuracy', greaterIsBetter: true } : null;
  return { name, greaterIsBetter: METRICS[name].greaterIsBetter, why: '', beside: [], custom, threshold: 0.5 };
}

/** So many rows of each class. */
function classes(...counts: number[]): Target {
  const codes = counts.flatMap((count, code) => Array.from({ length: count }, () => code));
  return { kind: 'classes', classes: counts.map((_, code) => `c${code}`), codes: Int32Array.from(codes) };
}

const CLASSES = classes(320, 80);
const LABELS: Target = {
  kind: 'labels',
  labels: ['p', 'q'],
  values: Uint8Array.from({ length: 800 }, (_, i) => (i % 2 === 0 ? Number(i % 8 === 0) : Number(i % 4 === 1))),
};
const NUMBERS: Target = {
  kind: 'number',
  width: 1,
  values: Float64Array.from({ length: 16 }, (_, i) => [0, 0, 4, 8][i % 4]!),
};

/** In standard errors, so that values by hand need no factor. */
function errorOf(target: Target, name: MetricName, rows: number): number {
  return detectableGain(target, measureOf(name), rows).gain / Z;
}

describe('detectableGain', () => {
  test('of shares of rows', ({ expect }) => {
    // Sample deviation of 320 ones and 80 zeros: √(0.8 · 0.2 · 400 / 399).
    const deviation = Math.sqrt((0.16 * 400) / 399);
    expect(errorOf(CLASSES, 'accuracy', 400)).toBeCloseTo(deviation / 20, 5);
    expect(errorOf(CLASSES, 'accuracy', 100)).toBeCloseTo(deviation / 10, 5);
    // -ln 0.8 with share 0.8, -ln 0.2 with 0.2: they differ by ln 4. Squared distances 0.04 and 0.64 differ by 0.6.
    expect(errorOf(CLASSES, 'log-loss', 400)).toBeCloseTo((deviation * Math.log(4)) / 20, 5);
    expect(errorOf(CLASSES, 'brier', 400)).toBeCloseTo((deviation * 0.6) / 20, 5);
  });

  test('of more rows than are scored together', ({ expect }) => {
    // 2,000 and 500 rows: shares 0.8 and 0.2 as above.
    const deviation = Math.sqrt((0.16 * 2_500) / 2_499);
    expect(errorOf(classes(2_000, 500), 'accuracy', 400)).toBeCloseTo(deviation / 20, 5);
    expect(errorOf(classes(2_000, 500), 'log-loss', 400)).toBeCloseTo((deviation * Math.log(4)) / 20, 5);
    // 0 and 3 with mean 1: errors 1 and 2, a third of them 2, whose deviation is √(2/9).
    const pairs = Float64Array.from({ length: 6_000 }, (_, i) => (i % 6 === 4 || i % 6 === 1 ? 3 : 0));
    const target: Target = { kind: 'number', width: 2, values: pairs };
    expect(errorOf(target, 'mae', 400)).toBeCloseTo(Math.sqrt((2 * 3_000) / 9 / 2_999) / 2 / 20, 5);
  });

  test('of numbers', ({ expect }) => {
    // 0, 0, 4 and 8 have mean 3; errors 3, 3, 1, 5 with mean 3; squares 9, 9, 1, 25 with mean 11.
    const ofErrors = Math.sqrt((4 * (0 + 0 + 4 + 4)) / 15);
    const ofSquares = Math.sqrt((4 * (4 + 4 + 100 + 196)) / 15);
    expect(errorOf(NUMBERS, 'mae', 16)).toBeCloseTo(ofErrors / 4, 5);
    expect(errorOf(NUMBERS, 'mse', 16)).toBeCloseTo(ofSquares / 4, 4);
    // d√m = dm / 2√m, and R² is 1 - m / 11 where m is the mean squared error.
    expect(errorOf(NUMBERS, 'rmse', 16)).toBeCloseTo(ofSquares / 4 / (2 * Math.sqrt(11)), 5);
    expect(errorOf(NUMBERS, 'r2', 16)).toBeCloseTo(ofSquares / 4 / 11, 5);
  });

  test('of numbers so large or small that their squares are not numbers', ({ expect }) => {
    const of = (name: MetricName, factor: number) => {
      const target = { ...NUMBERS, values: NUMBERS.values.map((value) => value * factor) };
      return errorOf(target, name, 16);
    };
    for (const factor of [1e99, 1e200, 1e307, 1e-200]) {
      expect(of('mae', factor) / factor).toBeCloseTo(of('mae', 1), 9);
      expect(of('rmse', factor) / factor).toBeCloseTo(of('rmse', 1), 9);
      expect(of('r2', factor)).toBeCloseTo(of('r2', 1), 9);
    }
    expect(of('mse', 1e99) / 1e198).toBeCloseTo(of('mse', 1), 9);
    const alike: Target = { kind: 'number', width: 1, values: new Float64Array(5).fill(1e200) };
    expect(errorOf(alike, 'mse', 5)).toBe(0);
  });

  test('of ROC AUC is the standard error of Hanley and McNeil at ½', ({ expect }) => {
    // √((n₁ + n₂ + 1) / (12 n₁ n₂)) with 80 and 320 rows.
    expect(errorOf(CLASSES, 'roc-auc', 400)).toBeCloseTo(Math.sqrt(401 / (12 * 80 * 320)), 5);
    expect(errorOf(CLASSES, 'roc-auc', 100)).toBeCloseTo(Math.sqrt(101 / (12 * 20 * 80)), 5);
    // The mean over three classes of 100 against 200 rows.
    expect(errorOf(classes(100, 100, 100), 'roc-auc', 300)).toBeCloseTo(
      Math.sqrt(301 / (12 * 100 * 200)) / Math.sqrt(3),
      5,
    );
  });

  test('of shares of the positive rows', ({ expect }) => {
    expect(errorOf(CLASSES, 'recall', 400)).toBeCloseTo(0.5 / Math.sqrt(80), 5);
    expect(errorOf(CLASSES, 'f1', 400)).toBeCloseTo(0.5 / Math.sqrt(80), 5);
    expect(errorOf(CLASSES, 'precision', 400)).toBeCloseTo(0.4 / Math.sqrt(80), 5);
    expect(errorOf(CLASSES, 'average-precision', 400)).toBeCloseTo(0.4 / Math.sqrt(80), 5);
    // Half of √(¼/320 + ¼/80).
    expect(errorOf(CLASSES, 'balanced-accuracy', 400)).toBeCloseTo(0.5 * Math.sqrt(0.25 / 320 + 0.25 / 80), 5);
    // Every row of classes is named; of the labels, 100 of the first and 200 of the second.
    expect(errorOf(CLASSES, 'f1-micro', 400)).toBeCloseTo(0.5 / 20, 5);
    expect(errorOf(LABELS, 'f1-micro', 400)).toBeCloseTo(0.5 / Math.sqrt(300), 5);
    expect(errorOf(LABELS, 'recall', 400)).toBeCloseTo(0.5 * Math.sqrt(0.25 / 100 + 0.25 / 200), 5);
  });

  test('says which are rough', ({ expect }) => {
    expect(detectableGain(CLASSES, measureOf('accuracy'), 400).rough).toBe(false);
    expect(detectableGain(CLASSES, measureOf('f1'), 400).rough).toBe(true);
    const custom = detectableGain(CLASSES, measureOf('custom'), 400);
    expect(custom).toMatchObject({ rough: true, how: expect.stringContaining('your measure') });
    expect(custom.gain / Z).toBeCloseTo(0.5 / 20, 5);
  });

  // Of forecasts alone: see below.
  test.for(METRIC_NAMES.filter((name) => name !== 'mase'))(
    'of %s is finite, shrinks with the rows and is never below 0',
    (name, { expect }) => {
      const { of, binaryOnly } = METRICS[name];
      const odd: Target[] = [
        CLASSES,
        classes(3, 0),
        classes(1, 1),
        ...(binaryOnly ? [] : [classes(5, 0, 1)]),
        LABELS,
        { kind: 'labels', labels: ['never'], values: new Uint8Array(5) },
        NUMBERS,
        { kind: 'number', width: 2, values: new Float64Array(6) },
        { kind: 'number', width: 1, values: Float64Array.of(1e100, -1e100, 0) },
      ];
      for (const target of odd.filter(({ kind }) => of.includes(kind))) {
        const few = detectableGain(target, measureOf(name), 10).gain;
        const many = detectableGain(target, measureOf(name), 1_000).gain;
        expect(Number.isFinite(few) && many >= 0 && many <= few).toBe(true);
        expect(Number.isFinite(detectableGain(target, measureOf(name), 0).gain)).toBe(true);
      }
    },
  );
});
