import { describe, test } from 'vitest';
import type { Column } from './column.ts';
import { hasHours, madeUpRow, momentText, rowOf, startOf } from './row-of.ts';

const column = (name: string, kind: Column['kind'], more: Partial<Column> = {}): Column => ({
  name,
  kind,
  number: null,
  date: null,
  read: [],
  range: null,
  categories: null,
  more: false,
  size: null,
  ...more,
});

const COLUMNS = [
  column('age', 'numeric', { range: { low: 0, high: 41, median: 12.5 } }),
  column('share', 'numeric', { range: { low: -1.9873, high: 1.9866, median: 0.0107 } }),
  column('unknown', 'numeric'),
  column('day', 'date', {
    range: { low: Date.UTC(2020, 0, 1), high: Date.UTC(2020, 11, 31), median: Date.UTC(2020, 5, 1, 12) },
  }),
  column('colour', 'categorical', { categories: ['red', 'blue'] }),
  column('smoker', 'boolean'),
  column('__proto__', 'text'),
];

describe('startOf', () => {
  test('is the middle of the training rows', ({ expect }) => {
    expect([...startOf(COLUMNS)]).toEqual([
      ['age', '13'],
      ['share', '0.02'],
      ['unknown', ''],
      ['day', '2020-06-01'],
      ['colour', 'red'],
      ['smoker', 'false'],
      ['__proto__', ''],
    ]);
  });
});

describe('madeUpRow', () => {
  test('stays within what training saw, and is another each time', ({ expect }) => {
    const rows = Array.from({ length: 50 }, (_, number) => rowOf(COLUMNS, madeUpRow(COLUMNS, number)));
    for (const { age, share, unknown, colour, smoker } of rows) {
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThanOrEqual(41);
      expect(share).toBeGreaterThanOrEqual(-1.9873);
      expect(share).toBeLessThanOrEqual(1.9866);
      expect(unknown).toBeNull();
      expect(['red', 'blue']).toContain(colour);
      expect([true, false]).toContain(smoker);
    }
    expect(new Set(rows.map(({ share }) => share)).size).toBeGreaterThan(40);
    expect(new Set(rows.map(({ colour }) => colour))).toEqual(new Set(['red', 'blue']));
    expect(madeUpRow(COLUMNS, 7)).toEqual(madeUpRow(COLUMNS, 7));
  });
});

describe('rowOf', () => {
  test('has numbers as numbers, and null for what is left empty', ({ expect }) => {
    const typed = new Map([
      ['age', ' 7 '],
      ['share', '1,5'],
      ['unknown', '  '],
      ['day', '2020-02-03'],
      ['colour', '12'],
      ['smoker', 'true'],
      ['__proto__', 'words'],
    ]);
    expect(JSON.stringify(rowOf(COLUMNS, typed))).toBe(
      '{"age":7,"share":"1,5","unknown":null,"day":"2020-02-03","colour":"12","smoker":true,"__proto__":"words"}',
    );
    expect(rowOf(COLUMNS.slice(5, 6), new Map())).toEqual({ smoker: null });
  });

  test('leaves infinity to the service', ({ expect }) => {
    expect(rowOf(COLUMNS.slice(0, 1), new Map([['age', 'Infinity']]))).toEqual({ age: 'Infinity' });
  });
});

test('dates have hours where training rows had', ({ expect }) => {
  const days = { low: Date.UTC(2020, 0, 1), high: Date.UTC(2020, 0, 4), median: Date.UTC(2020, 0, 2, 12) };
  expect(hasHours(days)).toBe(false);
  expect(hasHours({ ...days, high: days.high + 60_000 })).toBe(true);
  expect(hasHours({ ...days, median: days.median + 60_000 })).toBe(true);
  expect(momentText(Date.UTC(2020, 0, 2, 3, 4, 5), true)).toBe('2020-01-02T03:04');
  expect(momentText(Date.UTC(12_020, 0, 2), false)).toBe('');
  expect(momentText(1e17, false)).toBe('');
});
