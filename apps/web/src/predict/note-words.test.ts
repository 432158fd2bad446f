import { describe, test } from 'vitest';
import { hintWords, noteWords } from './note-words.ts';
import type { Column } from './column.ts';

const AGE: Column = {
  name: 'age',
  kind: 'numeric',
  number: null,
  date: null,
  read: [],
  range: { low: 0, high: 41, median: 12 },
  categories: null,
  more: false,
  size: null,
};
const [LOW, HIGH] = [Date.UTC(2019, 0, 1), Date.UTC(2021, 11, 31)];
const DAY: Column = { ...AGE, kind: 'date', range: { low: LOW, high: HIGH, median: LOW } };
const COLOUR: Column = { ...AGE, kind: 'categorical', range: null, categories: ['red', 'blue'] };

describe('noteWords', () => {
  test('says what training saw', ({ expect }) => {
    expect(noteWords(AGE, 'above')).toBe('above anything seen in training: 0 to 41');
    expect(noteWords(AGE, 'below')).toBe('below anything seen in training: 0 to 41');
    expect(noteWords(DAY, 'above')).toBe('above anything seen in training: 2019-01-01 to 2021-12-31');
    expect(noteWords(COLOUR, 'unseen')).toBe('not seen in training');
  });

  test('says what becomes of missing and unreadable values', ({ expect }) => {
    expect(noteWords(AGE, 'missing')).toBe('left empty: the average is used');
    expect(noteWords(AGE, 'absent')).toBe('left empty: the average is used');
    expect(noteWords(COLOUR, 'missing')).toBe('left empty: counts as missing');
    expect(noteWords(AGE, 'unreadable')).toBe('not a number: counts as left empty');
    expect(noteWords(DAY, 'unreadable')).toBe('not a date: counts as left empty');
  });
});

describe('hintWords', () => {
  test('has the range with its unit', ({ expect }) => {
    const number = { decimal: '.' as const, thousands: null, symbol: null };
    expect(hintWords(AGE)).toBe('0 to 41 in training');
    expect(hintWords({ ...AGE, range: { low: -1.98734567, high: 0.1 + 0.2, median: 0 } })).toBe(
      '-1.98735 to 0.3 in training',
    );
    expect(hintWords({ ...AGE, number: { ...number, affix: 'unit', symbol: 'kg' } })).toBe('0 to 41 kg in training');
    expect(hintWords({ ...AGE, number: { ...number, affix: 'clock' } })).toBe('0 to 41 hours in training');
    expect(
      hintWords({ ...AGE, range: { low: 0, high: 0.5, median: 0 }, number: { ...number, affix: 'percent' } }),
    ).toBe('0 to 0.5 in training; 0.05 is 5\u00a0%');
  });

  test('has dates with hours where they matter, and the number of categories', ({ expect }) => {
    expect(hintWords(DAY)).toBe('2019-01-01 to 2021-12-31 in training');
    expect(hintWords({ ...DAY, range: { low: LOW, high: HIGH + 3_600_000, median: LOW } })).toBe(
      '2019-01-01 00:00 to 2021-12-31 01:00 in training, in UTC',
    );
    expect(hintWords(COLOUR)).toBe('2 categories in training');
    expect(hintWords({ ...COLOUR, more: true, categories: ['red'] })).toBe('more than 1 category in training');
    expect(hintWords({ ...AGE, kind: 'text', range: null })).toBe('');
  });
});
