import { describe, test } from 'vitest';
import fc from 'fast-check';
import { rowKeys, type Column } from '@stepwell/data/table';
import type { Target } from '@stepwell/metrics/targets';
import { categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { specOf } from '../../testing/spec.ts';
import { mergeGroups } from './duplicates.ts';
import { numberRows } from './identical-rows.ts';
import { orderOf, structureOf } from './index.ts';

/** Numbers to predict, of so many rows. */
function numbers(rows: number): Target {
  return { kind: 'number', width: 1, values: new Float64Array(rows) };
}

/** Which rows are together, as lists of rows. */
function together(groups: Int32Array): number[][] {
  const lists = new Map<number, number[]>();
  groups.forEach((group, row) => lists.set(group, [...(lists.get(group) ?? []), row]));
  return [...lists.values()].filter((rows) => rows.length > 1);
}

test('orderOf goes by what was asked for, and by time where a column of times was named', ({ expect }) => {
  expect(orderOf(specOf())).toBe('random');
  expect(orderOf(specOf({ timeColumn: 't' }))).toBe('time');
  expect(orderOf(specOf({ timeColumn: 't', order: 'random' }))).toBe('random');
  expect(orderOf(specOf({ order: 'time' }))).toBe('time');
  expect(orderOf(specOf({ order: 'file' }))).toBe('time');
});

describe('structureOf', () => {
  test('stratifies by class, by the rarest label, and not by a number', ({ expect }) => {
    const table = tableOf(4, numeric('x', [0.5, 1.5, 2.5, 3.5]));
    const classes: Target = { kind: 'classes', classes: ['a', 'b'], codes: Int32Array.of(1, 0, -1, 1) };
    expect(structureOf(table, classes, specOf())).toEqual({
      rows: 4,
      strata: Int32Array.of(1, 0, 2, 1),
      groups: null,
      times: null,
      duplicates: 'none',
    });
    // Label 0 three times, label 1 twice, label 2 once.
    const values = Uint8Array.of(1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0);
    const labels: Target = { kind: 'labels', labels: ['p', 'q', 'r'], values };
    expect(structureOf(table, labels, specOf()).strata).toEqual(Int32Array.of(1, 2, 3, 0));
    const pairs: Target = { kind: 'number', width: 2, values: new Float64Array(8) };
    expect(structureOf(table, pairs, specOf())).toMatchObject({ rows: 4, strata: new Int32Array(4) });
  });

  test('keeps groups and identical rows together, and what either joins', ({ expect }) => {
    const rows = 20;
    const x = cells(rows, (row) => row + 0.5);
    x[7] = x[3]!;
    const who = cells(rows, (row) => (row === 7 || row === 9 ? 'same' : `g${row}`));
    const table = tableOf(rows, numeric('x', x), categorical('who', who));
    const alone = structureOf(table, numbers(rows), specOf(), ['x']);
    expect(together(alone.groups!)).toEqual([[3, 7]]);
    expect(alone.duplicates).toBe('kept-together');
    const grouped = structureOf(table, numbers(rows), specOf({ group: 'who' }));
    expect(together(grouped.groups!)).toEqual([[3, 7, 9]]);
    expect(grouped.duplicates).toBe('kept-together');
  });

  test('looks for identical rows in the inputs that it is told of', ({ expect }) => {
    const table = tableOf(
      20,
      numeric(
        'x',
        cells(20, (row) => Math.floor(row / 2) + 0.5),
      ),
      numeric(
        'noise',
        cells(20, (row) => row + 0.5),
      ),
    );
    expect(structureOf(table, numbers(20), specOf()).duplicates).toBe('none');
    expect(together(structureOf(table, numbers(20), specOf(), ['x']).groups!)).toHaveLength(10);
    const some = tableOf(
      200,
      numeric(
        'x',
        cells(200, (row) => (row < 4 ? 0.5 : row + 0.5)),
      ),
      numeric(
        'noise',
        cells(200, (row) => row + 0.5),
      ),
    );
    expect(together(structureOf(some, numbers(200), specOf(), ['x']).groups!)).toEqual([[0, 1, 2, 3]]);
    expect(structureOf(some, numbers(200), specOf(), [])).toMatchObject({ groups: null, duplicates: 'none' });
  });

  test('leaves rows apart where more than half repeat another, or fewer than one for each fold would be left', ({
    expect,
  }) => {
    const repeated = (rows: number, left: number) =>
      structureOf(
        tableOf(
          rows,
          numeric(
            'x',
            cells(rows, (row) => (row % left) + 0.5),
          ),
        ),
        numbers(rows),
        specOf({ folds: 4 }),
      ).duplicates;
    expect(repeated(1_000, 500)).toBe('kept-together');
    expect(repeated(1_000, 499)).toBe('too-many');
    expect(repeated(60, 30)).toBe('kept-together');
    expect(repeated(60, 29)).toBe('too-many');
    expect(repeated(33, 28)).toBe('kept-together');
    expect(repeated(8, 4)).toBe('kept-together');
    expect(repeated(6, 3)).toBe('too-many');
  });

  test('joins groups by identical rows while there is a group for each fold, and none has most rows', ({ expect }) => {
    // 206 rows in 20 groups; rows 0 to 5 have the inputs of rows 6 to 11, of other groups.
    const rows = 206;
    const grouped = (copies: number, groups: number, which: 'pairs' | 'alike' = 'pairs') =>
      structureOf(
        tableOf(
          rows,
          numeric(
            'x',
            cells(rows, (row) => (row >= copies ? row : which === 'pairs' ? row + copies : 0) + 0.5),
          ),
          categorical(
            'who',
            cells(rows, (row) => `g${row % groups}`),
          ),
        ),
        numbers(rows),
        specOf({ group: 'who' }),
      );
    // Groups 0 to 5 are joined to 6 to 11.
    expect(new Set(grouped(6, 20).groups).size).toBe(14);
    expect(grouped(6, 20).duplicates).toBe('kept-together');
    // Every group is joined to the 6th after it: with 4 groups to their 2nd, which leaves two.
    expect(grouped(6, 4)).toMatchObject({
      duplicates: 'too-many',
      tooMany: { reason: 'few-groups', copies: 6, groups: 2, largest: 103 },
    });
    // Rows 0 to 11 are all alike: six groups of 11 rows and six of 10 would be one.
    expect(grouped(12, 20, 'alike')).toMatchObject({
      duplicates: 'too-many',
      tooMany: { reason: 'one-large-group', copies: 11, groups: 9, largest: 126 },
    });
  });

  test('gives every row one group if all rows are the same', ({ expect }) => {
    const table = tableOf(
      50,
      numeric(
        'x',
        cells(50, () => 1.5),
      ),
    );
    expect(structureOf(table, numbers(50), specOf())).toMatchObject({ groups: null, duplicates: 'too-many' });
  });

  test('gives the times where the order is that of time, and then no groups', ({ expect }) => {
    const table = tableOf(3, numeric('x', [1, 1, 1]), numeric('when', [30, 10, 20]));
    expect(structureOf(table, numbers(3), specOf({ timeColumn: 'when' }))).toMatchObject({
      groups: null,
      times: Float64Array.of(30, 10, 20),
      duplicates: 'none',
    });
    expect(structureOf(table, numbers(3), specOf({ order: 'file' })).times).toEqual(Float64Array.of(0, 1, 2));
  });
});

describe('numberRows', () => {
  const anyColumns = fc.nat({ max: 30 }).chain((rows) => {
    const column = (name: string): fc.Arbitrary<Column> =>
      fc.oneof(
        fc
          .array(fc.option(fc.constantFrom(0, -0, 1, Infinity)), { minLength: rows, maxLength: rows })
          .map((values) => numeric(name, values)),
        fc
          .array(fc.option(fc.constantFrom('a', 'b')), { minLength: rows, maxLength: rows })
          .map((values) => categorical(name, values)),
      );
    return fc.tuple(column('a'), column('b'), column('c')).map((columns) => tableOf(rows, ...columns));
  });

  test('numbers rows alike just where rowKeys does', ({ expect }) => {
    fc.assert(
      fc.property(anyColumns, (table) => {
        const { numbers, count } = numberRows(table, table.columns);
        const keys = rowKeys(table, ['a', 'b', 'c']);
        expect(count).toBe(new Set(keys).size);
        const first = new Map<string, number>();
        keys.forEach((key, row) => {
          if (!first.has(key)) first.set(key, numbers[row]!);
          expect(numbers[row]).toBe(first.get(key));
        });
      }),
    );
  });
});

test('mergeGroups joins what either grouping joins, and no more', ({ expect }) => {
  const merged = mergeGroups(Int32Array.of(0, 0, 1, 2, 3, 4), Int32Array.of(5, 6, 6, 7, 7, 8));
  expect(together(merged)).toEqual([
    [0, 1, 2],
    [3, 4],
  ]);
});
