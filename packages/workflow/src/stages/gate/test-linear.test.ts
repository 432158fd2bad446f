import { describe, test } from 'vitest';
import { generator, type Generator } from '@stepwell/base/random';
import type { Target } from '@stepwell/metrics/targets';
import { innerProducts } from '../../training/linear/index.ts';
import { kFold } from '../protocol/index.ts';
import { combineP } from './combine-p.ts';
import {
  foldsOfInputs,
  foldsOfProducts,
  normalScores,
  permutationsFor,
  testLinear,
  type Exchange,
} from './test-linear.ts';

const WIDTH = 4;
/** `npm run test:size` draws 400 tables of noise. */
const FULL = process.env['STEPWELL_SIZE'] === 'full';
/** 5 % of tables are expected to be found; more than so many of 200, 100 or 40 would be once in 83, in 87 and in 72. */
const MOST_OF = { 200: 17, 100: 10, 40: 5 } as const;

function normal(random: Generator): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

/** The p-value for rows that a seed draws; `effect` is the correlation of the first column with the target. */
function pOf(
  seed: number,
  rows: number,
  effect: number,
  exchange?: (groups: Int32Array) => Exchange,
  perGroup = 1,
  dual = false,
): number {
  const random = generator(seed, 'test', 'test-linear');
  const groups = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / perGroup));
  // Inputs and target of a group are all alike but for a little.
  const own = Array.from({ length: rows / perGroup }, () => Array.from({ length: WIDTH + 1 }, () => normal(random)));
  const x = new Float64Array(rows * WIDTH);
  const values = new Float64Array(rows);
  groups.forEach((group, row) => {
    const drawn = own[group]!;
    for (let j = 0; j < WIDTH; j++) x[row * WIDTH + j] = drawn[j]! + (perGroup > 1 ? 0.1 * normal(random) : 0);
    values[row] = effect * drawn[0]! + Math.sqrt(1 - effect ** 2) * drawn[WIDTH]!;
  });
  const target: Target = { kind: 'number', width: 1, values };
  const structure = {
    rows,
    strata: new Int32Array(rows),
    groups: perGroup > 1 ? groups : null,
    times: null,
  };
  const splits = [...kFold(structure, 4, seed)];
  const folds = dual
    ? foldsOfProducts(innerProducts({ kind: 'numbers', values: Float32Array.from(x) }, rows), rows, splits)
    : foldsOfInputs(x, WIDTH, splits);
  return testLinear(folds, target, exchange?.(groups) ?? { kind: 'rows' }, seed)!;
}

function foundOf(count: number, p: (seed: number) => number): number {
  return Array.from({ length: count }, (_, seed) => p(seed)).filter((value) => value < 0.05).length;
}

describe('testLinear', () => {
  test('finds a correlation of 0.4 in 160 rows nearly always', ({ expect }) => {
    // An F test of four columns at R² = 0.16 has a power of 0.997.
    expect(foundOf(20, (seed) => pOf(seed, 160, 0.4))).toBeGreaterThanOrEqual(18);
  });

  test('finds nothing in noise but for 5 %', ({ expect }) => {
    const tables = FULL ? 200 : 100;
    expect(foundOf(tables, (seed) => pOf(seed, 60, 0))).toBeLessThanOrEqual(MOST_OF[tables]);
  });

  test('keeps its level where rows of a group are alike, if targets are dealt by group', ({ expect }) => {
    const byGroup = (groups: Int32Array): Exchange => ({ kind: 'groups', groups });
    const tables = FULL ? 100 : 40;
    expect(foundOf(tables, (seed) => pOf(seed, 120, 0, byGroup, 6))).toBeLessThanOrEqual(MOST_OF[tables]);
    expect(foundOf(20, (seed) => pOf(seed, 240, 0.7, byGroup, 6))).toBeGreaterThanOrEqual(16);
  });

  test('finds as much, and no more in noise, by the products of rows', ({ expect }) => {
    expect(foundOf(20, (seed) => pOf(seed, 80, 0.55, undefined, 1, true))).toBeGreaterThanOrEqual(18);
    const tables = FULL ? 100 : 40;
    expect(foundOf(tables, (seed) => pOf(seed, 60, 0, undefined, 1, true))).toBeLessThanOrEqual(MOST_OF[tables]);
  });

  test('draws fewer permutations where each takes long, 99 at least', ({ expect }) => {
    // 499 of 801,603 multiplications are 4e8, 99 of 20,202,020 are 2e9.
    expect([1, 801_603, 1_000_000, 5_000_000, 20_202_020, 20_202_021].map(permutationsFor)).toEqual([
      499, 499, 400, 99, 99, 0,
    ]);
  });

  test('gives the same p-value every time, and none where the test would take too long', ({ expect }) => {
    expect(pOf(5, 60, 0.1)).toBe(pOf(5, 60, 0.1));
    const rows = 60_000;
    const target: Target = { kind: 'number', width: 1, values: new Float64Array(rows).map((_, row) => row) };
    const splits = [
      {
        train: Int32Array.from({ length: rows / 2 }, (_, row) => row),
        validation: Int32Array.from({ length: rows / 2 }, (_, row) => row + rows / 2),
      },
    ];
    expect(testLinear(foldsOfInputs(new Float64Array(0), 400, splits), target, { kind: 'rows' }, 0)).toBeNull();
  });
});

test('normalScores are the normal quantiles of the ranks, to 0.1 % of their size but for a factor', ({ expect }) => {
  const scores = normalScores(Float64Array.of(30, 10, 20, 20));
  // Ranks 4, 1, 2.5, 2.5 of 4: quantiles of 0.8, 0.2 and 0.5.
  expect(scores[2]).toBe(0);
  expect(scores[3]).toBe(0);
  expect(scores[0]).toBeCloseTo(-scores[1]!, 12);
  const many = normalScores(Float64Array.from({ length: 999 }, (_, i) => i));
  // z(0.975) / z(0.75) = 1.95996 / 0.67449.
  expect(many[974]! / many[749]!).toBeCloseTo(2.906, 1);
});

test('combineP gives the linear test most of the level', ({ expect }) => {
  expect(combineP(0.3, null)).toBe(0.3);
  expect(combineP(0.5, 0.04)).toBeCloseTo(0.05, 12);
  expect(combineP(0.009, 0.9)).toBeCloseTo(0.045, 12);
  expect(combineP(0.9, 0.9)).toBe(1);
});
