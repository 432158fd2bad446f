import { describe, test } from 'vitest';
import { needsALook, otherWays, type ColumnReading } from './reading-choices.ts';

const column: ColumnReading = {
  column: 'day',
  kind: 'date',
  number: null,
  date: { order: 'month-first', unit: null },
  format: 'month first',
  why: '',
  doubtful: false,
  misfits: 0,
  examples: [],
  missing: [],
  alternatives: [{ read: 'date:day-first', why: 'the day comes first' }],
  rowName: false,
};
const file = {
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  escape: 'double',
  decimal: '.' as const,
  header: 1,
  sheets: [],
  notes: [],
  setAside: [],
};

describe('how a column can be read', () => {
  test('offers what its cells suggest first', ({ expect }) => {
    expect(otherWays(column)).toEqual(['date:day-first', 'category', 'number']);
  });
});

describe('a reading', () => {
  test('needs a look where something is in doubt or was left out', ({ expect }) => {
    expect(needsALook({ file, columns: [column] })).toBe(false);
    expect(needsALook({ file, columns: [{ ...column, doubtful: true }] })).toBe(true);
    expect(needsALook({ file, columns: [{ ...column, misfits: 1 }] })).toBe(true);
    const aside = { why: 'cells' as const, count: 1, examples: [] };
    expect(needsALook({ file: { ...file, setAside: [aside] }, columns: [] })).toBe(true);
  });
});
