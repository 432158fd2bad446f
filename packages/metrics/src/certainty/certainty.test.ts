import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import type { Predictions } from '../index.ts';
import type { Target } from '../targets/index.ts';
import { brownForsythe } from './brown-forsythe.ts';
import { conformalRank } from './conformal-rank.ts';
import {
  atTemperature,
  calibrationError,
  coverageOf,
  fitIntervals,
  fitSets,
  fitTemperature,
  intervalAt,
  setAt,
} from './index.ts';

const numbers = (values: number[], width = 1) =>
  ({ kind: 'number', width, values: Float64Array.from(values) }) as const;
const chances = (values: number[], numClasses: number) =>
  ({ kind: 'probabilities', numClasses, values: Float64Array.from(values) }) as const satisfies Predictions;
const classesOf = (codes: number[], numClasses: number) =>
  ({
    kind: 'classes',
    classes: Array.from({ length: numClasses }, (_, code) => `class ${code}`),
    codes: Int32Array.from(codes),
  }) as const satisfies Target;
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('conformalRank', () => {
  test('is the ⌈(n + 1) · share⌉-th smallest', ({ expect }) => {
    expect(conformalRank(9, 0.9)).toBe(8);
    expect(conformalRank(8, 0.9)).toBeNull();
    expect(conformalRank(99, 0.9)).toBe(89);
    expect(conformalRank(19, 0.95)).toBe(18);
    expect(conformalRank(18, 0.95)).toBeNull();
  });
});

test('brownForsythe is scipy.stats.levene(center="median") of SciPy 1.10.1', ({ expect }) => {
  const groups = [
    [1, 2, 4, 7, 3],
    [2, 9, 4, 1, 15],
    [5, 5, 6, 4, 30],
  ].map((group) => Float64Array.from(group));
  expect(brownForsythe(groups)).toBeCloseTo(0.676760603375773, 10);
  expect(brownForsythe([Float64Array.of(1, 2, 3, 4), Float64Array.of(10, 30, 20, 60)])).toBeCloseTo(
    0.09525454568360878,
    10,
  );
  expect(brownForsythe([Float64Array.of(3, 3), Float64Array.of(5, 5)])).toBe(1);
});

describe('intervals', () => {
  test('lean to the side that errors lean to', ({ expect }) => {
    // Errors 0 to 38: the ends are the ⌈40 · 0.95⌉ = 38th from either side, 1 and 37.
    const fitted = fitIntervals(
      numbers(upTo(39).map(() => 10)),
      numbers(upTo(39).map((error) => 10 + error)),
      'given',
    )!;
    expect(fitted.columns).toEqual([[{ from: null, low: 1, high: 37 }]]);
    expect(intervalAt(fitted, 100, 0, null)).toEqual([101, 137]);
    expect(intervalAt(fitted, 100, 0, { low: 0, high: 120 })).toEqual([101, 120]);
  });

  test('need 19 rows', ({ expect }) => {
    const of = (rows: number) => fitIntervals(numbers(upTo(rows)), numbers(upTo(rows)), 'given');
    expect(of(18)).toBeNull();
    expect(of(19)).not.toBeNull();
  });

  test('of numbers learned as logarithms are factors, and never below 0', ({ expect }) => {
    const e = Math.E;
    // ln(1 + y) is 2 larger or smaller than predicted.
    const truths = upTo(38).map((i) => (i % 2 === 0 ? e ** 5 - 1 : e - 1));
    const fitted = fitIntervals(numbers(truths.map(() => e ** 3 - 1)), numbers(truths), 'log')!;
    const [low, high] = intervalAt(fitted, e ** 4 - 1, 0, null);
    expect(low).toBeCloseTo(e ** 2 - 1, 9);
    expect(high).toBeCloseTo(e ** 6 - 1, 7);
    expect(intervalAt(fitted, 0.5, 0, null)[0]).toBe(0);
  });

  test('are wider where errors are larger', ({ expect }) => {
    const predicted = upTo(400).map((i) => i / 4);
    // Within ±1 below 50, ±10 from there on.
    const truths = predicted.map((value, i) => value + ((i % 21) - 10) * (value < 50 ? 0.1 : 1));
    const fitted = fitIntervals(numbers(predicted), numbers(truths), 'given')!;
    expect(fitted.columns[0]!.map(({ from }) => from)).toEqual([null, 20, 40, 60, 80]);
    const widthAt = (value: number) => {
      const [low, high] = intervalAt(fitted, value, 0, null);
      return high - low;
    };
    // Of 80 rows the 77th from either side: of the first bin the fourth largest, 0.9, and the fourth smallest, -1.
    expect(widthAt(10)).toBeCloseTo(1.9, 9);
    expect(widthAt(90)).toBeCloseTo(20, 9);
  });

  test('of each column have its own width', ({ expect }) => {
    const truths = upTo(39).flatMap((i) => [i, 100 * i]);
    const fitted = fitIntervals(
      numbers(
        truths.map(() => 0),
        2,
      ),
      numbers(truths, 2),
      'given',
    )!;
    expect(fitted.columns.map(([first]) => first!.high)).toEqual([37, 3700]);
    expect(coverageOf(fitted, numbers([0, 0, 0, 0], 2), numbers([1, 100, 38, 3701], 2), null)).toMatchObject({
      value: 0.5,
      sizes: [36, 3600],
    });
  });

  test('cover nine of ten new rows of the same kind', ({ expect }) => {
    const random = generator(0, 'intervals', 0);
    const rows = 20_000;
    const predicted = upTo(rows).map((i) => i % 7);
    const drawn = () => numbers(predicted.map((value) => value - Math.log(1 - random.uniform())));
    const fitted = fitIntervals(numbers(predicted), drawn(), 'given')!;
    const { value, ci } = coverageOf(fitted, numbers(predicted), drawn(), null)!;
    expect(value).toBeCloseTo(0.9, 2);
    expect(ci[0]).toBeLessThan(0.9);
    expect(ci[1]).toBeGreaterThan(0.9);
    // Errors are exponential: from -ln 0.95 to -ln 0.05.
    expect(fitted.columns[0]!).toHaveLength(1);
    expect(fitted.columns[0]![0]!.low).toBeCloseTo(0.0513, 2);
    expect(fitted.columns[0]![0]!.high).toBeCloseTo(2.996, 1);
  });
});

describe('sets', () => {
  // The true class has 0.99, 0.98, … 0.50 and the other one the rest.
  const probabilities = chances(
    upTo(50).flatMap((i) => [1 - (0.99 - i / 100), 0.99 - i / 100]),
    2,
  );

  test('hold the classes above the floor, at least the most probable', ({ expect }) => {
    const fitted = fitSets(
      probabilities,
      classesOf(
        upTo(50).map(() => 1),
        2,
      ),
    )!;
    // ⌈51 · 0.9⌉ = 46th largest of the true classes' probabilities: 0.99 - 0.45.
    expect(fitted.floor).toBeCloseTo(0.54, 12);
    expect(setAt(fitted, [0.4, 0.6], 2, 0)).toEqual([1]);
    expect(setAt(fitted, [0.47, 0.53], 2, 0)).toEqual([1]);
    expect(setAt({ ...fitted, floor: 0.2 }, [0.25, 0.5, 0.25, 0], 4, 0)).toEqual([1, 0, 2]);
  });

  test('need 9 rows, and count a class that training lacked as missed', ({ expect }) => {
    const certain = (rows: number) =>
      chances(
        upTo(rows).flatMap(() => [0, 1]),
        2,
      );
    expect(
      fitSets(
        certain(8),
        classesOf(
          upTo(8).map(() => 1),
          2,
        ),
      ),
    ).toBeNull();
    expect(
      fitSets(
        certain(9),
        classesOf(
          upTo(9).map(() => 1),
          2,
        ),
      )!.floor,
    ).toBe(1);
    expect(
      fitSets(
        certain(9),
        classesOf(
          upTo(9).map((i) => (i === 0 ? -1 : 1)),
          2,
        ),
      )!.floor,
    ).toBe(0);
  });

  test('are counted by rows and by size', ({ expect }) => {
    const sets = { kind: 'sets', level: 0.9, floor: 0.3, rows: 50 } as const;
    const three = chances([0.6, 0.3, 0.1, 0.1, 0.1, 0.8, 0.35, 0.4, 0.25], 3);
    expect(coverageOf(sets, three, classesOf([1, 0, 2], 3), null)).toMatchObject({ value: 1 / 3, sizes: [5 / 3] });
  });
});

describe('temperature', () => {
  // Logits of ±2 that are right in three of four rows: the best logit is ln 3.
  const sure = 1 / (1 + Math.exp(-2));
  const codes = upTo(4_000).map((i) => (i % 4 === 0 ? 0 : 1));
  const overconfident = chances(
    codes.flatMap(() => [1 - sure, sure]),
    2,
  );
  const ids = Int32Array.from(upTo(4_000));

  test('makes probabilities the shares that come true', ({ expect }) => {
    const { value, gain, error } = fitTemperature(overconfident, classesOf(codes, 2), ids);
    expect(value).toBeCloseTo(2 / Math.log(3), 5);
    // By hand: the log loss at logit 2 less the entropy of 3 : 1.
    const before = -0.75 * Math.log(sure) - 0.25 * Math.log(1 - sure);
    const after = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
    expect(gain).toBeCloseTo(before - after, 5);
    expect(gain / error).toBeGreaterThan(5);
    const calibrated = atTemperature(overconfident, value);
    expect(calibrated.values[1]).toBeCloseTo(0.75, 6);
    expect(calibrationError(overconfident, classesOf(codes, 2))).toBeCloseTo(sure - 0.75, 10);
    expect(calibrationError(calibrated, classesOf(codes, 2))).toBeCloseTo(0, 6);
  });

  test('is the same of labels', ({ expect }) => {
    const labels = { kind: 'labels', numLabels: 1, values: Float64Array.from(codes, () => sure) } as const;
    const target: Target = { kind: 'labels', labels: ['a'], values: Uint8Array.from(codes) };
    const { value } = fitTemperature(labels, target, ids);
    expect(value).toBeCloseTo(2 / Math.log(3), 5);
    expect(atTemperature(labels, value).values[0]).toBeCloseTo(0.75, 6);
  });

  test('gains nothing where probabilities are right', ({ expect }) => {
    const right = chances(
      codes.flatMap(() => [0.25, 0.75]),
      2,
    );
    const { value, gain } = fitTemperature(right, classesOf(codes, 2), ids);
    expect(value).toBeCloseTo(1, 4);
    expect(gain).toBeLessThan(1e-6);
  });

  test('of three classes divides their logits', ({ expect }) => {
    const [a, b, c] = [0.7, 0.2, 0.1].map((p) => p ** 0.5);
    const sum = a! + b! + c!;
    const { values } = atTemperature(chances([0.7, 0.2, 0.1], 3), 2);
    [a, b, c].forEach((root, i) => expect(values[i]).toBeCloseTo(root! / sum, 12));
  });
});
