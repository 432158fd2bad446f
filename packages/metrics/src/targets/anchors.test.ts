import { describe, test } from 'vitest';
import { blockInterval, blocksOf, score, scoreInterval, scoreRows, type Predictions } from '../index.ts';
import { fitIntervals, intervalAt } from '../certainty/index.ts';
import { fromRelative, relativeTarget, targetAt, toRelative, type Target } from './index.ts';
import { joinTargets } from '../scores/join.ts';

const MASE = { name: 'mase', custom: null, threshold: 0.5 } as const;

type Numbers = Extract<Target, { kind: 'number' }>;

/** Forecasts of so many rows, `width` steps ahead, one a step of time: row r expects 10 r, of scale r + 1, with a truth one scale above. */
function forecasts(rows: number, width = 1): Numbers {
  const of = (value: (row: number) => number) => Float64Array.from({ length: rows }, (_, row) => value(row));
  const expected = Float64Array.from({ length: rows * width }, (_, i) => 10 * Math.floor(i / width));
  const scales = of((row) => row + 1);
  return {
    kind: 'number',
    width,
    values: expected.map((value, i) => value + scales[Math.floor(i / width)]!),
    anchors: {
      expected,
      naive: new Float64Array(rows * width),
      scales,
      last: of(() => 0),
      slopes: of(() => 0),
      units: of((row) => (row < 2 ? 2 : 4)),
      steps: of((row) => row),
    },
  };
}

const saying = (width: number, values: number[]): Extract<Predictions, { kind: 'number' }> => ({
  kind: 'number',
  width,
  values: Float64Array.from(values),
});

describe('numbers relative to what is expected', () => {
  test('are distances in units of the row, and back', ({ expect }) => {
    const target = forecasts(3, 2);
    const relative = relativeTarget(target);
    expect(relative).toEqual({ kind: 'number', width: 2, values: new Float64Array(6).fill(1) });
    expect(fromRelative(toRelative(target, target.anchors!), target.anchors!).values).toEqual(target.values);
    const plain: Target = { kind: 'number', width: 1, values: Float64Array.of(1, 2) };
    expect(relativeTarget(plain)).toBe(plain);
  });

  test('keep what they are relative to when rows are chosen or joined', ({ expect }) => {
    const target = forecasts(3, 2);
    const parts = [targetAt(target, Int32Array.of(2, 0)), targetAt(target, Int32Array.of(1))];
    const joined = joinTargets(parts);
    expect(joined).toEqual(targetAt(target, Int32Array.of(2, 0, 1)));
    expect(joined).toMatchObject({
      anchors: { expected: Float64Array.of(20, 20, 0, 0, 10, 10), scales: Float64Array.of(3, 1, 2) },
    });
  });
});

describe('mase', () => {
  test("is the mean error in units of the naive error on each series' past", ({ expect }) => {
    // Errors 1, 2, 3 of series with units 2, 2 and 4.
    const target = forecasts(3);
    const naive = saying(1, [0, 10, 20]);
    expect([...scoreRows(MASE, naive, target)]).toEqual([0.5, 1, 0.75]);
    expect(score(MASE, naive, target)).toBeCloseTo(0.75, 12);
    const plain: Target = { kind: 'number', width: 1, values: Float64Array.of(1) };
    expect(() => score(MASE, saying(1, [1]), plain)).toThrow(expect.objectContaining({ code: 'measure_mismatch' }));
  });
});

describe('intervals relative to what is expected', () => {
  test("have ends in the row's unit", ({ expect }) => {
    // Of 39 errors -19 … 19 in units of the row, the 38th from either side: -18 and 18.
    const errors = Array.from({ length: 39 }, (_, i) => i - 19);
    const zeros = saying(
      1,
      errors.map(() => 0),
    );
    const truths: Numbers = { kind: 'number', width: 1, values: Float64Array.from(errors) };
    const fitted = fitIntervals(zeros, truths, 'relative')!;
    expect(intervalAt(fitted, 100, 0, null, { expected: 80, scale: 2 })).toEqual([64, 136]);
  });

  test('have one pair of ends for all predictions, since errors of rows that overlap are alike', ({ expect }) => {
    const rows = Array.from({ length: 400 }, (_, i) => i);
    const predictions = saying(1, rows);
    const truths: Numbers = {
      kind: 'number',
      width: 1,
      values: Float64Array.from(rows, (row) => row + ((row % 7) - 3) * (row < 200 ? 1 : 9)),
    };
    expect(fitIntervals(predictions, truths, 'given')!.columns[0]!.length).toBeGreaterThan(1);
    expect(fitIntervals(predictions, truths, 'relative')!.columns[0]).toHaveLength(1);
  });
});

describe('blocks of rows whose targets overlap', () => {
  test('are as long as the horizon, and shorter where there would be fewer than eight', ({ expect }) => {
    expect(blocksOf(forecasts(30, 3))!.slice(0, 8)).toEqual(Int32Array.of(0, 0, 0, 3, 3, 3, 6, 6));
    expect(new Set(blocksOf(forecasts(20, 12))).size).toBe(10);
    expect(new Set(blocksOf(forecasts(5, 12))).size).toBe(5);
    expect(blocksOf({ kind: 'number', width: 1, values: Float64Array.of(1) })).toBeNull();
  });

  test('count as one row in the interval of a score', ({ expect }) => {
    const mae = { ...MASE, name: 'mae' as const };
    const rows = 30;
    const target = forecasts(rows, 3);
    const predictions = saying(
      3,
      [...target.values].map((value, i) => value + Math.floor(i / 9)),
    );
    const [low, high] = blockInterval(mae, predictions, target)!;
    // Block means 0 … 9: mean 4.5, sd √(55 / 6), t(9) = 2.262157 from R's qt(0.975, 9).
    const reach = (2.262157 * Math.sqrt(55 / 6)) / Math.sqrt(10);
    expect([low, high]).toEqual([expect.closeTo(4.5 - reach, 5), expect.closeTo(4.5 + reach, 5)]);
    const [, independent] = scoreInterval(mae, predictions, target, 0, 'test');
    expect(high).toBeGreaterThan(independent);
    expect(blockInterval({ ...mae, name: 'rmse' }, predictions, target)).toBeNull();
  });
});
