import { describe, test } from 'vitest';
import { gapWords, sliceWords } from './slice-words.ts';

const slice = { column: 'year', rows: 30, error: 2.5, others: 1.5, ci: [0.25, 1.75] as [number, number], p: 0.001 };
const range = (low: number, high: number, isDate = false) => ({ kind: 'range' as const, low, high, isDate });

describe('a group of rows', () => {
  test('shows values as the data has them', ({ expect }) => {
    expect(sliceWords({ ...slice, what: range(80, 82) })).toBe('year from 80 to 82');
    expect(sliceWords({ ...slice, what: range(3761, 5140) })).toBe('year from 3761 to 5140');
    expect(sliceWords({ ...slice, what: range(8, 8) })).toBe('year is 8');
    expect(sliceWords({ ...slice, what: range(0, 86_400_000, true) })).toBe('year from 1970-01-01 to 1970-01-02');
    expect(sliceWords({ ...slice, what: { kind: 'missing' } })).toBe('year is missing');
  });

  test('says how far its error is from the others, the nearer end first', ({ expect }) => {
    const what = { kind: 'missing' as const };
    expect(gapWords({ ...slice, what }, false)).toBe('0.250 to 1.75 more (95\u00a0%)');
    expect(gapWords({ ...slice, what, error: 0.25, others: 0.5, ci: [-0.375, -0.125] }, true)).toBe(
      '12.5 to 37.5 points less (95\u00a0%)',
    );
  });
});
