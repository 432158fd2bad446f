import { describe, test } from 'vitest';
import { allRows, type Target } from '@stepwell/metrics/targets';
import { parseDate, type Column, type DateColumn } from '@stepwell/data/table';
import { boolean, categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import type { Part } from '../rows/index.ts';
import reference from './fixtures/reference.json' with { type: 'json' };
import {
  cyclesIn,
  fitPreparation,
  MAX_ONE_HOT,
  transform,
  transformTarget,
  variantOf,
  withoutTrend,
  type ColumnPreparation,
  type PreparationStep,
  type Variant,
} from './index.ts';

const PLAIN = { features: false, bounds: null };
const DEFAULT = {
  numeric: 'z-score',
  categorical: 'one-hot',
  boolean: 'zero-one',
  date: 'date-parts',
  text: 'multi-hot',
  image: 'pixels',
} as const;

function numbers(rows: number): Target {
  return { kind: 'number', width: 1, values: new Float64Array(rows) };
}

function partOf(rows: number, ...columns: Column[]): Part {
  return { table: tableOf(rows, ...columns), target: numbers(rows), ids: allRows(rows) };
}

/** Every column prepared by its default step, or by `step`, and missing values marked where `marked`. */
function stepsFor(part: Part, marked: boolean, step?: PreparationStep): ColumnPreparation[] {
  return part.table.columns.map(({ name, kind }) => ({
    column: name,
    steps: [step ?? DEFAULT[kind], ...(marked ? (['mark-missing'] as const) : [])],
  }));
}

/** Rows prepared by what was fitted on the first `fitted` of them. */
function prepared(fitted: number, part: Part, marked = false, step?: PreparationStep): number[][] {
  const preparation = fitPreparation(part, stepsFor(part, marked, step), allRows(fitted), PLAIN);
  const values = transform(preparation, part, allRows(part.ids.length));
  return Array.from({ length: part.ids.length }, (_, row) => [
    ...values.subarray(row * preparation.width, (row + 1) * preparation.width),
  ]);
}

function dates(name: string, values: (string | null)[]): DateColumn {
  return {
    kind: 'date',
    name,
    values: Float64Array.from(values, (value) => (value === null ? NaN : parseDate(value))),
  };
}

describe('numbers', () => {
  test('are put at the mean where they are missing, and marked where that is asked for', ({ expect }) => {
    // Mean 2, deviation 1 of 1 and 3.
    const part = partOf(4, numeric('x', [1, 3, null, 5]));
    expect(prepared(3, part, true)).toEqual([
      [-1, 0],
      [1, 0],
      [0, 1],
      [3, 0],
    ]);
    expect(prepared(3, part)).toEqual([[-1], [1], [0], [3]]);
    expect(prepared(3, part, false, 'zero-to-one')).toEqual([[0], [1], [0.5], [2]]);
  });

  test('that are all missing in the training rows leave later ones as they are', ({ expect }) => {
    expect(prepared(2, partOf(3, numeric('x', [null, null, 7])), true)).toEqual([
      [0, 1],
      [0, 1],
      [7, 0],
    ]);
  });
});

describe('numbers that are huge and nearly equal', () => {
  const SIZE = 2 ** 60;

  test('are as far apart as the same numbers without their common part', ({ expect }) => {
    // float64 keeps multiples of 256 here; a sum of a thousand keeps multiples of 2¹⁸. Mean 2⁶⁰ + 2¹², deviation 2¹².
    const part = partOf(
      1_001,
      numeric(
        'x',
        cells(1_001, (row) => SIZE + (row === 1_000 ? 2 ** 14 : (row % 2) * 2 ** 13)),
      ),
    );
    const scores = prepared(1_000, part);
    expect([scores[0]![0], scores[1]![0], scores[1_000]![0]]).toEqual([-1, 1, 3]);
    expect(prepared(1_000, part, false, 'zero-to-one')[1]).toEqual([1]);
    expect(prepared(1_000, part, false, 'robust').slice(0, 2)).toEqual([[-0.5], [0.5]]);
  });

  test('are 0 where they differ in their last bit alone', ({ expect }) => {
    const part = partOf(3, numeric('x', [SIZE, SIZE + 256, 2 * SIZE]));
    for (const step of ['z-score', 'zero-to-one', 'minus-one-to-one', 'robust'] as const) {
      for (const [value] of prepared(2, part, false, step)) expect(value).toBeCloseTo(0, 12);
    }
  });

  test('can be a target', ({ expect }) => {
    const part = partOf(2, numeric('x', [1, 2]));
    const target: Target = { kind: 'number', width: 1, values: Float64Array.of(SIZE, SIZE + 2 ** 13) };
    const of = { ...part, target };
    const fitted = fitPreparation(of, stepsFor(of, false), allRows(2), PLAIN);
    expect(fitted.target).toEqual({ mean: [SIZE + 2 ** 12], sd: [2 ** 12] });
    expect(transformTarget(fitted, of, allRows(2))).toEqual(Float32Array.of(-1, 1));
  });
});

describe('one-hot', () => {
  test("is what scikit-learn 1.2.1's OneHotEncoder makes of names, but for the order of its columns", ({ expect }) => {
    const { names, unseenNames, categories, oneHot } = reference;
    const part = partOf(names.length + unseenNames.length, categorical('c', [...names, ...unseenNames]));
    const [column] = fitPreparation(part, stepsFor(part, false), allRows(names.length), PLAIN).columns;
    const ours = column?.kind === 'one-hot' ? column.categories : [];
    expect([...ours].sort()).toEqual(categories);
    const found = prepared(names.length, part);
    expect(found.map((row) => categories.map((category) => row[ours.indexOf(category)]))).toEqual(oneHot);
  });

  test('puts the commonest first, equals in the order of their names', ({ expect }) => {
    const part = partOf(6, categorical('c', ['c', 'd', 'b', 'b', 'c', 'a']));
    const { columns } = fitPreparation(part, stepsFor(part, false), allRows(6), PLAIN);
    expect(columns).toMatchObject([{ kind: 'one-hot', categories: ['b', 'c', 'a', 'd'], others: false }]);
    expect(prepared(6, part)[0]).toEqual([0, 1, 0, 0]);
  });

  test('makes all zeros of a category never seen, and marks a missing one', ({ expect }) => {
    expect(prepared(3, partOf(5, categorical('c', ['a', 'b', 'a', 'new', null])))).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(prepared(3, partOf(4, categorical('c', ['a', null, 'a', 'new'])), true)).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 0],
    ]);
  });

  test('lets categories past the fiftieth share a column, and unseen ones with them', ({ expect }) => {
    const names = cells(MAX_ONE_HOT + 2, (i) => `n${String(i).padStart(2, '0')}`);
    const rows = prepared(54, partOf(56, categorical('c', [...names, 'n51', null, 'new', 'n00'])), true);
    expect(rows[0]).toHaveLength(MAX_ONE_HOT + 2);
    const where = rows.map((row) => row.indexOf(1));
    // "n51" is the commonest with two rows; "n49" and "n50" come too late; the last column marks missing ones.
    expect(where[51]).toBe(0);
    expect([where[49], where[50]]).toEqual([MAX_ONE_HOT, MAX_ONE_HOT]);
    expect(where.slice(52)).toEqual([0, MAX_ONE_HOT + 1, MAX_ONE_HOT, 1]);
    const fifty = partOf(MAX_ONE_HOT, categorical('c', names.slice(0, MAX_ONE_HOT)));
    expect(prepared(MAX_ONE_HOT, fifty)[0]).toHaveLength(MAX_ONE_HOT);
  });

  test('tells names apart that are parts of every object', ({ expect }) => {
    expect(prepared(3, partOf(4, categorical('c', ['__proto__', 'constructor', '__proto__', 'toString'])))).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 0],
    ]);
  });

  test('of a column that is all missing writes into no neighbour', ({ expect }) => {
    const part = partOf(3, numeric('x', [0, 2, 4]), categorical('c', [null, null, 'late']));
    expect(prepared(2, part)).toEqual([[-1], [1], [3]]);
    expect(prepared(2, part, true)).toEqual([
      [-1, 0, 1],
      [1, 0, 1],
      [3, 0, 0],
    ]);
  });
});

describe('one-hot of whole numbers', () => {
  test('gives each value of the fitted rows a column, as categories have one', ({ expect }) => {
    const part = partOf(5, numeric('hour', [3, 0, 3, 12, null]));
    // 3 comes first, being most common; 12 was never seen.
    expect(prepared(3, part, true, 'one-hot')).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 1],
    ]);
  });
});

describe('variantOf', () => {
  const part = partOf(2, numeric('hour', [1, 2]), dates('d', ['2021-03-04', '2021-06-04']));
  const cycles = stepsFor(part, true).map(({ column, steps }) => ({
    column,
    steps: steps.map((step) => (step === 'date-parts' ? ('date-cycles' as const) : step)),
  }));
  const stepsOf = (variant: Variant) =>
    variantOf(cycles, variant, 'd', new Set(['hour'])).map(({ steps }) => steps.join(' '));

  test('changes only the columns that it is about', ({ expect }) => {
    expect(stepsOf('given')).toEqual(['z-score mark-missing', 'date-cycles mark-missing']);
    expect(stepsOf('trend')).toEqual(['z-score mark-missing', 'date-parts mark-missing']);
    expect(stepsOf('categories')).toEqual(['one-hot mark-missing', 'date-cycles mark-missing']);
    expect(stepsOf('no-trend')).toEqual(['z-score mark-missing', 'date-cycles mark-missing']);
  });
});

describe('hash', () => {
  test('puts a name into its bucket, seen or not, and a missing one into none', ({ expect }) => {
    const rows = prepared(1, partOf(4, categorical('c', ['foobar', null, 'a', 'foobar'])), true, 'hash');
    // 32-bit FNV-1a of "foobar" is 0xbf9cf968, of "a" 0xe40c292c: modulo 64, 40 and 44.
    expect(rows.map((row) => row.indexOf(1))).toEqual([40, 64, 44, 40]);
    for (const row of rows) {
      expect(row).toHaveLength(65);
      expect(row.reduce((sum, value) => sum + value, 0)).toBe(1);
    }
  });
});

describe('frequency', () => {
  test('makes the z-scored share of the training rows of a name, and a share of 0 of one never seen', ({ expect }) => {
    // Shares 3/4, 3/4, 3/4 and 1/4: mean 5/8, deviation √3/8.
    const part = partOf(6, categorical('c', ['a', 'a', 'b', 'a', 'new', null]));
    const found = prepared(4, part, true, 'frequency');
    const scored = (share: number) => (share - 5 / 8) / (Math.sqrt(3) / 8);
    [3 / 4, 3 / 4, 1 / 4, 3 / 4, 0].forEach((share, row) => {
      expect(found[row]![0]).toBeCloseTo(scored(share), 5);
      expect(found[row]![1]).toBe(0);
    });
    expect(found[5]).toEqual([0, 1]);
  });

  test('leaves equally common names at 0', ({ expect }) => {
    expect(prepared(4, partOf(4, categorical('c', ['a', 'b', 'c', 'd'])), false, 'frequency')).toEqual([
      [0],
      [0],
      [0],
      [0],
    ]);
  });
});

describe('date-parts', () => {
  test('of days are their trend, and the months and days of the week that differ', ({ expect }) => {
    // 4 March 2021 was a Thursday, 4 June a Friday: 92 days apart. April 5 is a Monday, 32 days from the first.
    const part = partOf(4, dates('d', ['2021-03-04', '2021-06-04', '2021-04-05', null]));
    const [first, second, third, missing] = prepared(2, part, true);
    const turn = (share: number) => [Math.sin(2 * Math.PI * share), Math.cos(2 * Math.PI * share)];
    const expected = [
      [-1, ...turn(2 / 12), ...turn(4 / 7), 0],
      [1, ...turn(5 / 12), ...turn(5 / 7), 0],
      [(32 - 46) / 46, ...turn(3 / 12), ...turn(1 / 7), 0],
    ];
    [first, second, third].forEach((row, i) => {
      expect(row).toHaveLength(6);
      row!.forEach((value, at) => expect(value).toBeCloseTo(expected[i]![at]!, 6));
    });
    expect(missing).toEqual([0, 0, 0, 0, 0, 1]);
  });

  test('without their trend are the same but for it', ({ expect }) => {
    // Thursday in March, Friday in June, Monday in April, as above.
    const part = partOf(4, numeric('x', [1, 3, 3, 1]), dates('d', ['2021-03-04', '2021-06-04', '2021-04-05', null]));
    const fitted = fitPreparation(part, withoutTrend(stepsFor(part, true), 'd'), allRows(2), PLAIN);
    const turn = (share: number) => [Math.sin(2 * Math.PI * share), Math.cos(2 * Math.PI * share)];
    const expected = [
      [-1, 0, ...turn(2 / 12), ...turn(4 / 7), 0],
      [1, 0, ...turn(5 / 12), ...turn(5 / 7), 0],
      [1, 0, ...turn(3 / 12), ...turn(1 / 7), 0],
      [-1, 0, 0, 0, 0, 0, 1],
    ].flat();
    expect(fitted.width).toBe(7);
    const values = transform(fitted, part, allRows(4));
    expect(values).toHaveLength(expected.length);
    expected.forEach((value, at) => expect(values[at]).toBeCloseTo(value, 6));
  });

  test('that are numbers are their trend alone, and left out with it', ({ expect }) => {
    const part = partOf(2, numeric('x', [1, 3]), numeric('year', [2001, 2005]));
    const steps = stepsFor(part, false);
    expect(withoutTrend(steps, 'year').map(({ column }) => column)).toEqual(['x']);
    expect(withoutTrend(steps, null)).toEqual(steps);
  });

  test('have the cycles in which moments differ', ({ expect }) => {
    const cycles = (...moments: string[]) => cyclesIn(Float64Array.from(moments, (moment) => parseDate(moment)));
    // Two Mondays of one month; a Tuesday; another hour; a Monday of another month.
    expect(cycles('2021-03-01', '2021-03-08')).toEqual([]);
    expect(cycles('2021-03-01', '2021-03-02')).toEqual(['day-of-week']);
    expect(cycles('2021-03-01', '2021-03-08T06:00')).toEqual(['hour-of-day']);
    expect(cycles('2021-03-01', '2021-04-05')).toEqual(['month-of-year']);
    expect(cycles()).toEqual([]);
  });

  test('of moments of one day are the hours', ({ expect }) => {
    const part = partOf(3, dates('d', ['2021-03-04', '2021-03-04T06:00', '2021-03-04T12:00']));
    const rows = prepared(3, part);
    for (const [row, expected] of [
      [0, [0, 1]],
      [1, [1, 0]],
      [2, [0, -1]],
    ] as const) {
      expect(rows[row]).toHaveLength(3);
      expect(rows[row]![1]).toBeCloseTo(expected[0], 6);
      expect(rows[row]![2]).toBeCloseTo(expected[1], 6);
    }
  });

  test('of one moment, or of none, are 0', ({ expect }) => {
    expect(prepared(2, partOf(3, dates('d', ['2021-03-04', '2021-03-04', '2021-03-05'])))).toEqual([[0], [0], [1]]);
    expect(prepared(1, partOf(2, dates('d', [null, '1970-01-03'])))).toEqual([[0], [2]]);
  });
});

test('true and false become 1 and 0, and a missing one is marked', ({ expect }) => {
  expect(prepared(3, partOf(3, boolean('b', [true, false, null])), true)).toEqual([
    [1, 0],
    [0, 0],
    [0, 1],
  ]);
});

test('columns stand side by side in the order of the preparation', ({ expect }) => {
  const part = partOf(2, numeric('x', [1, 3]), categorical('c', ['a', 'b']), boolean('b', [true, null]));
  expect(prepared(2, part)).toEqual([
    [-1, 1, 0, 1],
    [1, 0, 1, 0],
  ]);
});

test('a table with another kind of column, or without it, is refused', ({ expect }) => {
  const part = partOf(2, numeric('x', [1, 3]));
  const steps = stepsFor(part, false);
  const fitted = fitPreparation(part, steps, allRows(2), PLAIN);
  const renamed = partOf(2, numeric('z', [1, 3]));
  const mismatch = expect.objectContaining({ code: 'test_table_mismatch' });
  const unknown = expect.objectContaining({ code: 'unknown_column' });
  expect(() => transform(fitted, partOf(2, boolean('x', [true, false])), allRows(2))).toThrow(mismatch);
  expect(() => transform(fitted, renamed, allRows(2))).toThrow(unknown);
  expect(() => fitPreparation(renamed, steps, allRows(2), PLAIN)).toThrow(unknown);
  expect(() => fitPreparation(partOf(2, categorical('x', ['a', 'b'])), steps, allRows(2), PLAIN)).toThrow(mismatch);
});

describe('transformTarget', () => {
  const part = partOf(3, numeric('x', [1, 2, 3]));
  const scaledBy = (target: Target, bounds: { low: number; high: number } | null = null) => {
    const of = { ...part, target };
    const fitted = fitPreparation(of, stepsFor(part, false), allRows(2), { features: false, bounds });
    return { fitted: fitted.target, values: transformTarget(fitted, of, allRows(3)) };
  };

  test('z-scores numbers over the training rows, each column by itself', ({ expect }) => {
    expect(scaledBy({ kind: 'number', width: 1, values: Float64Array.of(10, 14, 20) })).toEqual({
      fitted: { mean: [12], sd: [2] },
      values: Float32Array.of(-1, 1, 4),
    });
    expect(scaledBy({ kind: 'number', width: 2, values: Float64Array.of(10, 0, 14, 0, 20, 3) })).toEqual({
      fitted: { mean: [12, 0], sd: [2, 1] },
      values: Float32Array.of(-1, 0, 1, 0, 4, 3),
    });
  });

  test('makes shares of their range of numbers between two ends', ({ expect }) => {
    expect(scaledBy({ kind: 'number', width: 1, values: Float64Array.of(10, 14, 20) }, { low: 10, high: 30 })).toEqual({
      fitted: { mean: [10], sd: [20] },
      values: Float32Array.of(0, 0.2, 0.5),
    });
  });

  test('leaves classes their codes and labels their ones', ({ expect }) => {
    expect(scaledBy({ kind: 'classes', classes: ['a', 'b'], codes: Int32Array.of(1, 0, -1) })).toEqual({
      fitted: null,
      values: Float32Array.of(1, 0, -1),
    });
    expect(scaledBy({ kind: 'labels', labels: ['p', 'q'], values: Uint8Array.of(1, 0, 0, 0, 1, 1) })).toEqual({
      fitted: null,
      values: Float32Array.of(1, 0, 0, 0, 1, 1),
    });
  });
});
