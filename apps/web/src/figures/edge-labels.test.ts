import { describe, test } from 'vitest';
import { edgeLabel, shortNumber } from './edge-labels.ts';

describe('shortNumber', () => {
  test('is short enough for an axis', ({ expect }) => {
    expect([0, 0.25, -2.71599, 999, 12_345, -2_500_000, 3e12, 0.00001].map(shortNumber)).toEqual([
      '0',
      '0.25',
      '-2.72',
      '999',
      '12.3k',
      '-2.5M',
      '3.0e+12',
      '1.0e-5',
    ]);
  });
});

test('the edge of a date bin is a day', ({ expect }) => {
  expect(edgeLabel('date', Date.UTC(2021, 2, 4, 12))).toBe('2021-03-04');
  expect(edgeLabel('numeric', 3)).toBe('3');
});
