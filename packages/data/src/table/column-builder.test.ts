import { describe, test } from 'vitest';
import { boolean, categorical, numeric, text } from '../testing/columns.ts';
import { ColumnBuilder } from './column-builder.ts';
import { MAX_CATEGORIES } from './finish-column.ts';
import { countMissing } from './table.ts';

function columnOf(...cells: string[]) {
  const builder = new ColumnBuilder('c');
  for (const cell of cells) builder.push(cell);
  return builder.finish().column;
}

describe('ColumnBuilder', () => {
  test('reads numbers as they are written everywhere', ({ expect }) => {
    expect(columnOf('1', '-2.5', '+3', '.5', '7.', '1e3', '-1E-2', ' 8 ', '0')).toEqual(
      numeric('c', [1, -2.5, 3, 0.5, 7, 1000, -0.01, 8, 0]),
    );
  });

  test('takes what JavaScript alone would call a number for a name', ({ expect }) => {
    for (const cell of ['0x10', '0b1', '1_000', 'Infinit', '1e', '--1', '12px']) {
      expect(columnOf('1', cell)).toEqual(categorical('c', ['1', cell]));
    }
  });

  test('leaves cells without a value missing', ({ expect }) => {
    const missing = ['', ' ', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '?', '#N/A', '<NA>', 'n/a'];
    expect(columnOf('1', ...missing)).toEqual(numeric('c', [1, ...missing.map(() => null)]));
    expect(columnOf('x', ...missing)).toEqual(categorical('c', ['x', ...missing.map(() => null)]));
    expect(columnOf('true', ...missing)).toEqual(boolean('c', [true, ...missing.map(() => null)]));
    expect(columnOf(...missing)).toEqual(
      numeric(
        'c',
        missing.map(() => null),
      ),
    );
  });

  test('keeps infinite and too large numbers as such, and takes them for missing', ({ expect }) => {
    const infinite = ['Infinity', '-inf', '+INF', '-Infinity', '1e999', '-1e999'];
    const column = columnOf('1', ...infinite);
    expect(column).toEqual(numeric('c', [1, Infinity, -Infinity, Infinity, -Infinity, Infinity, -Infinity]));
    expect(countMissing(column, 7)).toBe(6);
    expect(columnOf('1e308', '-1e308', '5e-324')).toEqual(numeric('c', [1e308, -1e308, 5e-324]));
  });

  test('reads true and false in any case as boolean, and with a third value as names', ({ expect }) => {
    expect(columnOf('True', 'FALSE', '', 'true', 'false')).toEqual(boolean('c', [true, false, null, true, false]));
    expect(columnOf('True', 'False', 'maybe')).toEqual(categorical('c', ['True', 'False', 'maybe']));
    expect(columnOf('true', '1')).toEqual(categorical('c', ['true', '1']));
    expect(columnOf('yes', 'no')).toEqual(categorical('c', ['yes', 'no']));
  });

  test('keeps numbers among names as they are written', ({ expect }) => {
    const cells = ['1.0', '1', '2.50', 'x', '01', '2.5', '-3.10', '1e-07', '12345678901234567890'];
    expect(columnOf(...cells)).toEqual(categorical('c', cells));
  });

  test('grows past its first capacity', ({ expect }) => {
    const rows = Array.from({ length: 1000 }, (_, row) => row);
    expect(columnOf(...rows.map(String))).toEqual(numeric('c', rows));
    expect(columnOf(...rows.map((row) => `n${row}`))).toEqual(
      categorical(
        'c',
        rows.map((row) => `n${row}`),
      ),
    );
  });

  test('keeps the most categories there may be, and calls one more a text', ({ expect }) => {
    const names = Array.from({ length: MAX_CATEGORIES }, (_, row) => `n${row}`);
    expect(columnOf(...names, '', 'n5').kind).toBe('categorical');
    expect(columnOf(...names, '', 'one more', 'n5')).toEqual(text('c', [...names, '', 'one more', 'n5']));
  });
});
