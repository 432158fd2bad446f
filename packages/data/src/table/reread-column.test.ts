import { describe, test } from 'vitest';
import { categorical, numeric, text } from '../testing/columns.ts';
import { tableFrom } from '../testing/streams.ts';
import { readDelimited } from '../delimited/read-delimited.ts';
import { mergeSpellings } from './merge-spellings.ts';
import { rereadColumn } from './reread-column.ts';
import { labelAt, type Column } from './table.ts';

async function read(header: string, ...cells: string[]) {
  const lines = [`${header};x`, ...cells.map((cell, row) => `${cell};w${row}`)];
  const { table } = await readDelimited(new Blob([lines.join('\n')]).stream());
  const column = table.columns[0]!;
  const reading = table.reading!.columns[0]!;
  const again = (how: string) => rereadColumn(column, table.rows, how, reading);
  return { column, again, labels: (one: Column) => cells.map((_, row) => labelAt(one, row)) };
}

describe('rereadColumn', () => {
  test('takes numbers, dates and true and false for categories', async ({ expect }) => {
    const { again } = await read('n', '1.5', '', '2');
    expect(again('category')).toEqual(categorical('n', ['1.5', null, '2']));
    const truths = await read('b', 'true', 'false', 'true');
    expect(truths.labels(truths.again('category'))).toEqual(['true', 'false', 'true']);
    const dates = await read('d', '2021-03-04', '2021-03-05');
    expect(dates.labels(dates.again('category'))).toEqual(['2021-03-04', '2021-03-05']);
  });

  test('reads dates the other way round; days above 12 have none', async ({ expect }) => {
    const { column, again, labels } = await read('d', '03.04.2021', '05.06.2021 07:08', '11.12.2021');
    expect(labels(column)).toEqual(['2021-04-03', '2021-06-05T07:08:00.000Z', '2021-12-11']);
    expect(labels(again('date:month-first'))).toEqual(['2021-03-04', '2021-05-06T07:08:00.000Z', '2021-11-12']);
    const settled = await read('d', '25.04.2021', '03.06.2021');
    expect(settled.labels(settled.again('date:month-first'))).toEqual([null, '2021-03-06']);
  });

  test('reads a mark before three digits the other way', async ({ expect }) => {
    const { column, again, labels } = await read('n', '1,234', '5,678');
    expect(labels(column)).toEqual(['1.234', '5.678']);
    expect(labels(again('number:decimal-point'))).toEqual(['1234', '5678']);
  });

  test('counts seconds and dates as one number as dates, and back', async ({ expect }) => {
    const seconds = numeric('n', [0, 86_400, null]);
    const dates = rereadColumn(seconds, 3, 'date:seconds', null);
    expect([0, 1, 2].map((row) => labelAt(dates, row))).toEqual(['1970-01-01', '1970-01-02', null]);
    const compact = rereadColumn(numeric('n', [20_210_304]), 1, 'date:yyyymmdd', null);
    expect(labelAt(compact, 0)).toBe('2021-03-04');
  });

  test('reads categories as numbers and as text, and words as missing', ({ expect }) => {
    const mixed = categorical('c', ['1', '<2', '3,5', null]);
    expect(rereadColumn(mixed, 4, 'number', null)).toEqual(numeric('c', [1, null, 3.5, null]));
    expect(rereadColumn(mixed, 4, 'missing:<2', null)).toEqual({ ...mixed, codes: Int32Array.of(0, -1, 2, -1) });
    expect(rereadColumn(numeric('n', [1, -999]), 2, 'missing:-999', null)).toEqual(numeric('n', [1, null]));
    expect(rereadColumn(categorical('c', ['a b', 'c']), 2, 'text', null)).toEqual(text('c', ['a b', 'c']));
  });

  test('refuses what no cell fits', ({ expect }) => {
    const words = categorical('c', ['x', 'y']);
    for (const how of ['number', 'date', 'date:day-first', 'date:seconds']) {
      expect(() => rereadColumn(words, 2, how, null)).toThrow(expect.objectContaining({ code: 'unreadable_column' }));
    }
  });
});

describe('mergeSpellings', () => {
  test('takes spellings for one that differ in case and white space, and keeps the most common', ({ expect }) => {
    const { column, merged } = mergeSpellings(
      categorical('c', ['Yes', 'yes', 'yes', 'no', 'Y', 'y', 'New  York', 'new york']),
    );
    expect(column).toEqual(categorical('c', ['yes', 'yes', 'yes', 'no', 'Y', 'y', 'New  York', 'New  York']));
    expect(merged[0]).toEqual({
      kept: 'yes',
      spellings: [
        { spelling: 'yes', rows: 2 },
        { spelling: 'Yes', rows: 1 },
      ],
    });
    const apart = categorical('c', ['m', 'M', 'no']);
    expect(mergeSpellings(apart)).toEqual({ column: apart, merged: [] });
  });
});

test('a file is read as its options say', async ({ expect }) => {
  const csv = '# note\na;b\n1,5;x\n-;y\n';
  expect(await tableFrom(csv, 65_536, undefined, { header: 2, comment: '#', missing: ['y'] })).toEqual({
    rows: 2,
    columns: [numeric('a', [1.5, null]), categorical('b', ['x', null])],
  });
  const none = await tableFrom('1,2\n3,4\n', 65_536, undefined, { header: 'none' });
  expect(none.columns.map(({ name }) => name)).toEqual(['column 1', 'column 2']);
  const bars = await tableFrom('a|b,c\n1|2,3\n', 65_536, undefined, { delimiter: '|' });
  expect(bars.columns.map(({ name }) => name)).toEqual(['a', 'b,c']);
});
