import { describe, test } from 'vitest';
import type { Target } from '@stepwell/metrics/targets';
import { categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { prepareFit } from '../fit/index.ts';
import type { Part } from '../rows/index.ts';
import { fitTargetRates, partsOfRows, ratedBy } from './target-rate.ts';

const numbers = (...values: number[]): Target => ({ kind: 'number', width: 1, values: Float64Array.from(values) });

describe('fitTargetRates', () => {
  test('are means of a category, drawn towards that of all rows', ({ expect }) => {
    const column = categorical('city', ['a', 'a', 'b', null]);
    const [fitted] = fitTargetRates(column, Int32Array.of(0, 1, 2, 3), ratedBy(numbers(4, 8, 0, 0)), true);
    // The mean is 3; of a it is 6 over two rows, of b 0 over one: (6 - 3) · 2 / 12, (0 - 3) · 1 / 11.
    expect(fitted).toMatchObject({ kind: 'frequency', column: 'city', categories: ['a', 'b'], markMissing: true });
    expect(fitted!.shares).toEqual([expect.closeTo(0.5, 12), expect.closeTo(-3 / 11, 12)]);
  });

  test('of classes are shares: one of two, each of several; of levels, their mean', ({ expect }) => {
    const codes = Int32Array.of(0, 1, 1, 1);
    const two: Target = { kind: 'classes', classes: ['no', 'yes'], codes };
    expect(ratedBy(two).map((valueAt) => valueAt(1))).toEqual([1]);
    const three: Target = { kind: 'classes', classes: ['a', 'b', 'c'], codes };
    expect(ratedBy(three).map((valueAt) => valueAt(1))).toEqual([0, 1, 0]);
    expect(ratedBy({ ...three, ordered: true }).map((valueAt) => valueAt(1))).toEqual([1]);
  });
});

test('rows are dealt into five parts, each row into one', ({ expect }) => {
  const parts = partsOfRows(13);
  expect(parts.map(({ length }) => length)).toEqual([3, 3, 3, 2, 2]);
  expect(parts.flatMap((part) => [...part]).toSorted((a, b) => a - b)).toEqual(cells(13, (row) => row));
});

describe('a fit with target rates', () => {
  const rows = 40;
  // Each category has one row: its own target would be all that there is to know of it.
  const part: Part = {
    table: tableOf(
      rows,
      categorical(
        'name',
        cells(rows, (row) => `n${row}`),
      ),
      numeric(
        'x',
        cells(rows, (row) => row),
      ),
    ),
    target: numbers(...cells(rows, (row) => (row * 7) % 11)),
    ids: Int32Array.from({ length: rows }, (_, row) => row),
  };
  const preparation = [
    { column: 'name', steps: ['target-rate' as const] },
    { column: 'x', steps: ['z-score' as const] },
  ];
  const train = part.ids.slice(0, 30);

  test('gives a training row the rates of other rows, never its own target', ({ expect }) => {
    const { train: prepared, preparation: fitted } = prepareFit(
      part,
      { preparation, features: false, bounds: null },
      train,
      part.ids.slice(30),
    );
    const { x } = prepared;
    if (x.kind !== 'numbers') throw new Error(x.kind);
    const rates = cells(30, (row) => x.values[row * 2]!);
    // No other row has its category: every row has the mean of all, scaled.
    expect(new Set(rates).size).toBe(1);
    const other = fitted.columns[0]!;
    expect(other.kind === 'frequency' && new Set(other.shares).size).toBe(11);
    // The other column is prepared as it always is.
    expect(x.values[1]).toBeCloseTo((0 - 14.5) / Math.sqrt((30 * 30 - 1) / 12), 5);
  });

  test("changing one row's target changes no rate of its own", ({ expect }) => {
    const fit = (target: Target) => {
      const { x } = prepareFit({ ...part, target }, { preparation, features: false, bounds: null }, train, null).train;
      return x.kind === 'numbers' ? x.values : new Float32Array(0);
    };
    const shared = categorical(
      'name',
      cells(rows, (row) => `n${row % 3}`),
    );
    part.table.columns[0] = shared;
    const [before, after] = [part.target, numbers(...cells(rows, (row) => (row === 4 ? 1e3 : (row * 7) % 11)))].map(
      fit,
    );
    const same = cells(30, (row) => before![row * 2] === after![row * 2]);
    // Scaling is that of all rows, so compare what is known before it: the order of row 4 among rows of its own part.
    expect(same.filter(Boolean).length).toBeLessThan(30);
    const own = partsOfRows(30).find((rowsOfPart) => rowsOfPart.includes(4))!;
    const scores = (values: Float32Array) => [...own].map((row) => values[row * 2]!);
    const ranks = (values: number[]) => values.map((value) => values.filter((one) => one < value).length);
    expect(ranks(scores(after!))).toEqual(ranks(scores(before!)));
  });
});
