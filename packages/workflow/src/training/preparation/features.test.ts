import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { allRows, type Target } from '@stepwell/metrics/targets';
import type { Column } from '@stepwell/data/table';
import { cells, categorical, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import type { Part } from '../rows/index.ts';
import { fitPreparation, MAX_FEATURES, transform } from './index.ts';

const FEATURES = { features: true, bounds: null };

/** A part whose number to predict is `target`. */
function partOf(target: number[], ...columns: Column[]): Part {
  const rows = target.length;
  return {
    table: tableOf(rows, ...columns),
    target: { kind: 'number', width: 1, values: Float64Array.from(target) },
    ids: allRows(rows),
  };
}

function fit(part: Part, rows = allRows(part.ids.length)) {
  const preparation = part.table.columns.map(({ name, kind }) => ({
    column: name,
    steps: [kind === 'numeric' ? ('z-score' as const) : ('one-hot' as const)],
  }));
  return fitPreparation(part, preparation, rows, FEATURES);
}

/** The features of every row, in the order fitted. */
function featuresOf(part: Part, fitted = fit(part)): number[][] {
  const width = fitted.features!.length;
  const values = transform(fitted, part, allRows(part.ids.length));
  return cells(part.ids.length, (row) => [
    ...values.subarray((row + 1) * fitted.width - width, (row + 1) * fitted.width),
  ]);
}

describe('features', () => {
  test('are squares, products and ratios, z-scored', ({ expect }) => {
    const part = partOf([1, 2, 3, 4], numeric('a', [1, 2, 3, 4]), numeric('b', [2, 2, 4, 4]));
    const fitted = fit(part);
    expect(fitted.features!.map(({ kind, left, right }) => [kind, left, right])).toEqual([
      ['square', 'a', 'a'],
      ['product', 'a', 'b'],
      ['ratio', 'a', 'b'],
      ['ratio', 'b', 'a'],
    ]);
    expect(fitted.width).toBe(6);
    // a: mean 2.5, deviation √1.25; squares 1.8, 0.2, 0.2, 1.8: mean 1, deviation 0.8. b's squares are all 1.
    const rows = featuresOf(part, fitted);
    for (const [row, square] of [1, -1, -1, 1].entries()) expect(rows[row]![0]).toBeCloseTo(square, 6);
    // Products 1.5, 0.5, 0.5, 1.5 in units of 1/√1.25 go up and down alike; ratios are 1/2, 1, 3/4, 1: mean 13/16.
    for (const [row, product] of [1, -1, -1, 1].entries()) expect(rows[row]![1]).toBeCloseTo(product, 6);
    const ratios = [8, 16, 12, 16].map((sixteenth) => sixteenth - 13);
    const deviation = Math.sqrt((25 + 9 + 1 + 9) / 4);
    for (const [row, ratio] of ratios.entries()) expect(rows[row]![2]).toBeCloseTo(ratio / deviation, 6);
  });

  test('are made of the six columns most correlated with the target, forty at most', ({ expect }) => {
    const random = generator(1, 'test', 'features');
    const rows = 60;
    const y = cells(rows, (row) => row);
    // The more noise, the less a column tells; names and missing values are no hindrance.
    const columns = cells(9, (at) =>
      numeric(
        `n${at}`,
        cells(rows, (row) => (row === 5 ? null : 100 + row + at * 12 * (random.uniform() - 0.5))),
      ),
    );
    const part = partOf(
      y,
      categorical(
        'c',
        cells(rows, (row) => `${row % 2}`),
      ),
      ...columns.toReversed(),
    );
    const features = fit(part).features!;
    expect(new Set(features.flatMap(({ left, right }) => [left, right]))).toEqual(
      new Set(['n0', 'n1', 'n2', 'n3', 'n4', 'n5']),
    );
    expect(features).toHaveLength(MAX_FEATURES);
    expect(features.filter(({ kind }) => kind === 'square')).toHaveLength(6);
    expect(features.filter(({ kind }) => kind === 'product')).toHaveLength(15);
  });

  test('go by what tells any of the classes or labels apart', ({ expect }) => {
    const rows = 30;
    const noise = cells(7, (at) =>
      numeric(
        `n${at}`,
        cells(rows, (row) => ((row * (at + 3)) % 7) + 1),
      ),
    );
    const telling = numeric(
      'telling',
      cells(rows, (row) => (row % 3 === 1 ? 2 : 1)),
    );
    const targets: Target[] = [
      { kind: 'classes', classes: ['a', 'b', 'c'], codes: Int32Array.from({ length: rows }, (_, row) => row % 3) },
      {
        kind: 'labels',
        labels: ['a', 'b'],
        values: Uint8Array.from({ length: 2 * rows }, (_, i) => Number(i % 6 === 3)),
      },
      { kind: 'number', width: 2, values: Float64Array.from({ length: 2 * rows }, (_, i) => Number(i % 6 === 3)) },
    ];
    for (const target of targets) {
      const part = {
        ...partOf(
          cells(rows, () => 0),
          ...noise,
          telling,
        ),
        target,
      };
      expect(fit(part).features!.some(({ left }) => left === 'telling')).toBe(true);
    }
  });

  test('divide by nothing nearer to 0 than the training rows have', ({ expect }) => {
    const part = partOf([1, 2, 3, 4, 0], numeric('a', [1, 5, 3, 6, 4]), numeric('b', [2, 4, 8, 4, 0]));
    const fitted = fit(part, Int32Array.of(0, 1, 2, 3));
    const at = fitted.features!.findIndex(({ kind, right }) => kind === 'ratio' && right === 'b');
    expect(fitted.features![at]!.nearest).toBe(2);
    // 4 / 0 counts as 4 / 2.
    const { center, spread } = fitted.features![at]!.scaling;
    expect(featuresOf(part, fitted)[4]![at]).toBeCloseTo((2 - center) / spread, 6);
  });

  test('have no ratio by a column that changes its sign or has a 0', ({ expect }) => {
    const part = partOf([1, 2, 3], numeric('a', [-1, 2, 3]), numeric('b', [0, 2, 5]), numeric('c', [-1, -4, -2]));
    const divisors = fit(part)
      .features!.filter(({ kind }) => kind === 'ratio')
      .map(({ right }) => right);
    expect(new Set(divisors)).toEqual(new Set(['c']));
  });

  test('are 0 where one of their columns is missing', ({ expect }) => {
    const part = partOf([1, 2, 3, 4], numeric('a', [1, 2, 3, null]), numeric('b', [5, 2, 4, 4]));
    const fitted = fit(part);
    const last = featuresOf(part, fitted)[3]!;
    fitted.features!.forEach(({ left, right }, at) => {
      if (left === 'a' || right === 'a') expect(last[at]).toBe(0);
      else expect(last[at]).not.toBe(0);
    });
  });

  test('that do not vary, or leave float64, are not made', ({ expect }) => {
    const constant = partOf([1, 2, 3], numeric('a', [7, 7, 7]), numeric('b', [null, null, null]));
    expect(fit(constant).features).toEqual([]);
    const extreme = partOf([1, 2, 3], numeric('a', [1e308, 1.5e308, 1e307]), numeric('b', [1e-308, 2e-308, 3e-308]));
    const fitted = fit(extreme);
    expect(fitted.features!.filter(({ kind }) => kind === 'ratio').map(({ left }) => left)).not.toContain('a');
    expect(featuresOf(extreme, fitted).flat().every(Number.isFinite)).toBe(true);
  });

  test('are left out unless asked for', ({ expect }) => {
    const part = partOf([1, 2], numeric('a', [1, 2]));
    const plain = fitPreparation(part, [{ column: 'a', steps: ['z-score'] }], allRows(2), {
      features: false,
      bounds: null,
    });
    expect(plain.features).toBeNull();
    expect(plain.width).toBe(1);
  });
});
