import { describe, test } from 'vitest';
import fc from 'fast-check';
import {
  rowKeys,
  columnSummary,
  concatTables,
  countDistinct,
  dateLabel,
  labelAt,
  parseDate,
  selectRows,
  textAt,
  settleKinds,
  summarize,
  type Column,
  type DateColumn,
} from './index.ts';
import { categorical, numeric, tableOf, text } from '../testing/columns.ts';
import { ColumnBuilder } from './column-builder.ts';
import { MAX_CATEGORIES } from './finish-column.ts';

const DAY = 86_400_000;

/** A column of dates; null for a missing cell. */
function dates(name: string, cells: (string | null)[]): DateColumn {
  return { kind: 'date', name, values: Float64Array.from(cells, (cell) => (cell === null ? NaN : parseDate(cell))) };
}

function columnOf(...cells: string[]): Column {
  const builder = new ColumnBuilder('c');
  for (const cell of cells) builder.push(cell);
  return builder.finish().column;
}

describe('ColumnBuilder', () => {
  test('reads dates in any form that is known, missing cells among them', ({ expect }) => {
    const cells = ['', '2021-03-04', 'NA', '2021/03/05', ' 2021-03-06 05:06 ', '2021-03-06T05:06:07+01:00', 'inf'];
    expect(columnOf(...cells)).toEqual(
      dates('c', [null, '2021-03-04', null, '2021-03-05', '2021-03-06T05:06', '2021-03-06T04:06:07', null]),
    );
    expect(columnOf('inf', '2021-03-04')).toEqual(dates('c', [null, '2021-03-04']));
  });

  test('keeps more different dates than there may be names', ({ expect }) => {
    const cells = Array.from({ length: MAX_CATEGORIES + 5 }, (_, day) => dateLabel(day * DAY));
    const column = columnOf(...cells);
    expect(column).toMatchObject({ kind: 'date' });
    expect(column.kind === 'date' && countDistinct(column, cells.length)).toBe(MAX_CATEGORIES + 5);
  });

  test('reads day and month in the order that the cells show', ({ expect }) => {
    const day = dates('c', ['2021-04-03', '2021-12-25']);
    expect(columnOf('03/04/2021', '25/12/2021')).toEqual(day);
    expect(columnOf('04/03/2021', '12/25/2021')).toEqual(day);
    expect(columnOf('2010-11', '2011-12')).toEqual(categorical('c', ['2010-11', '2011-12']));
  });

  test('leaves numbers numbers, also those that look like days', ({ expect }) => {
    expect(columnOf('20210304', '2021')).toEqual(numeric('c', [20_210_304, 2021]));
  });

  test('keeps dates among names and numbers as they are written', ({ expect }) => {
    const cells = ['2021/03/04', 'x', '2021-03-04', '2021-03-05 06:07'];
    expect(columnOf(...cells)).toEqual(categorical('c', cells));
    expect(columnOf('2021/03/04', '1.0', '2021-03-04')).toEqual(categorical('c', ['2021/03/04', '1.0', '2021-03-04']));
    expect(columnOf('1.0', '', 'inf', '2021/03/04')).toEqual(categorical('c', ['1.0', null, 'inf', '2021/03/04']));
    expect(columnOf('true', '2021-03-04').kind).toBe('categorical');
    expect(columnOf('2021-02-30', '2021-02-28')).toEqual(categorical('c', ['2021-02-30', '2021-02-28']));
  });

  test('takes a stray cell among many dates for missing, and counts it', ({ expect }) => {
    const cells = Array.from({ length: MAX_CATEGORIES + 1 }, (_, day) => dateLabel(day * DAY));
    const builder = new ColumnBuilder('c');
    for (const cell of [...cells, 'x', '']) builder.push(cell);
    const { column, reading } = builder.finish();
    expect(column).toEqual(dates('c', [...cells, null, null]));
    expect(reading).toMatchObject({
      misfits: 1,
      examples: [{ row: cells.length, cell: 'x' }],
      missing: [{ mark: '', count: 1 }],
    });
  });

  test('is of the kind of its cells, in whatever order they come', ({ expect }) => {
    const cell = fc.constantFrom('2021-03-04', '2021/03/05', '', '7', 'x', 'inf');
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 9 }), (cells) => {
        const column = columnOf(...cells);
        const has = (...some: string[]) => cells.some((one) => some.includes(one));
        const day = has('2021-03-04', '2021/03/05');
        const kind = has('x') || (day && has('7')) ? 'categorical' : day ? 'date' : 'numeric';
        expect(column.kind).toBe(kind);
        const labels = cells.map((one) => {
          if (one === '') return null;
          if (kind === 'categorical') return one;
          return one === 'inf' ? null : one.replaceAll('/', '-');
        });
        expect(cells.map((_, row) => labelAt(column, row))).toEqual(labels);
      }),
    );
  });
});

test('labelAt writes days as days and moments as moments', ({ expect }) => {
  const column = dates('d', ['2021-03-04', '2021-03-04T05:06', null]);
  expect([0, 1, 2].map((row) => labelAt(column, row))).toEqual(['2021-03-04', '2021-03-04T05:06:00.000Z', null]);
});

describe('settleKinds', () => {
  test('makes dates of names that are dates in the rows that decide; others become missing', ({ expect }) => {
    const table = tableOf(4, categorical('a', ['2021-03-04', null, '2021-03-05T06:07:00.000Z', 'soon']));
    expect(settleKinds(table, Int32Array.of(0, 1, 2))).toEqual(
      tableOf(4, dates('a', ['2021-03-04', null, '2021-03-05T06:07', null])),
    );
    expect(settleKinds(table, Int32Array.of(0, 3))).toEqual(table);
  });

  test('leaves names that are dates or numbers', ({ expect }) => {
    const table = tableOf(2, categorical('a', ['2021-03-04', '7']));
    expect(settleKinds(table, Int32Array.of(0, 1))).toEqual(table);
  });
});

describe('selectRows and concatTables', () => {
  test('carry dates along', ({ expect }) => {
    const column = dates('d', ['2021-03-04', null, '2021-03-06']);
    expect(selectRows(tableOf(3, column), Int32Array.of(2, 1)).columns).toEqual([dates('d', ['2021-03-06', null])]);
    expect(concatTables(tableOf(3, column), tableOf(1, dates('d', ['2020-01-01']))).columns).toEqual([
      dates('d', ['2021-03-04', null, '2021-03-06', '2020-01-01']),
    ]);
  });

  test('let dates be empty in the test file, and name them where the training file has names', ({ expect }) => {
    const joined = (above: Column, below: Column) => concatTables(tableOf(2, above), tableOf(2, below)).columns[0];
    const days = dates('c', ['2021-03-04', null]);
    expect(joined(days, numeric('c', [null, null]))).toEqual(dates('c', ['2021-03-04', null, null, null]));
    expect(joined(categorical('c', ['x', '2021-03-04']), days)).toEqual(
      categorical('c', ['x', '2021-03-04', '2021-03-04', null]),
    );
    const written = joined(text('c', ['a', 'b']), days)!;
    expect([0, 1, 2, 3].map((row) => written.kind === 'text' && textAt(written, row).join(' '))).toEqual([
      'a',
      'b',
      '2021 03 04',
      '',
    ]);
  });

  test('refuse dates under numbers, and anything else under dates', ({ expect }) => {
    const mismatch = expect.objectContaining({ code: 'test_table_mismatch', details: { columns: ['c'] } });
    const days = dates('c', ['2021-03-04']);
    for (const other of [numeric('c', [1]), categorical('c', ['x'])]) {
      expect(() => concatTables(tableOf(1, days), tableOf(1, other))).toThrow(mismatch);
    }
    expect(() => concatTables(tableOf(1, numeric('c', [1])), tableOf(1, days))).toThrow(mismatch);
  });
});

test('summarize counts and shows dates', ({ expect }) => {
  const [summary] = summarize(tableOf(4, dates('d', ['2021-03-04', null, '2021-03-04', '2021-03-04T12:00'])));
  expect(summary).toEqual({
    name: 'd',
    kind: 'date',
    missing: 1,
    distinct: 2,
    examples: ['2021-03-04', '2021-03-04T12:00:00.000Z'],
  });
  expect(columnSummary.parse(summary)).toEqual(summary);
});

test('rowKeys tells dates apart', ({ expect }) => {
  const [first, second, third] = rowKeys(tableOf(3, dates('d', ['2021-03-04', '2021-03-05', '2021/03/04'])), ['d']);
  expect(first).toBe(third);
  expect(first).not.toBe(second);
});
