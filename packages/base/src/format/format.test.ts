import { describe, test } from 'vitest';
import { formatCount, formatNumber, formatShare, formatValue } from './index.ts';

describe('formatNumber', () => {
  test.for([
    [0, '0'],
    [-0, '0'],
    [2, '2.00'],
    [0.001, '0.00100'],
    [0.000_999, '9.99e-4'],
    [0.123456, '0.123'],
    [652.7, '653'],
    [999.4, '999'],
    [999.5, '1\u202f000'],
    [29_612, '29\u202f600'],
    [-29_612, '-29\u202f600'],
    [1_234_567, '1\u202f230\u202f000'],
    [999_999, '1\u202f000\u202f000'],
    [1e15, '1.00e+15'],
    [-1.5e-7, '-1.50e-7'],
  ] as const)('%d is %s', ([value, text], { expect }) => {
    expect(formatNumber(value)).toBe(text);
  });
});

test('what has no bound is unknown, whichever way it is shown', ({ expect }) => {
  for (const value of [Number.MAX_VALUE, -Number.MAX_VALUE, Infinity, -Infinity, Number.NaN]) {
    expect([formatNumber(value), formatShare(value)]).toEqual(['unknown', 'unknown']);
  }
  expect(formatNumber(1e308)).toBe('1.00e+308');
});

test('shares are percentages with one decimal', ({ expect }) => {
  expect([0, 0.8333, 1, -0.021].map(formatShare)).toEqual(['0.0 %', '83.3 %', '100.0 %', '-2.1 %']);
});

test('values of the data are shown as they are written there', ({ expect }) => {
  const values = [8, -0, 3761, -1982, 0.25, 0.014_938, 1234.56, 1e15, Infinity];
  expect(values.map(formatValue)).toEqual([
    '8',
    '0',
    '3761',
    '-1982',
    '0.25',
    '0.01494',
    '1235',
    '1000000000000000',
    'unknown',
  ]);
});

test('counts agree with their noun', ({ expect }) => {
  expect([0, 1, 2].map((count) => formatCount(count, 'row'))).toEqual(['0 rows', '1 row', '2 rows']);
  expect([1, 2].map((count) => formatCount(count, 'query', 'queries'))).toEqual(['1 query', '2 queries']);
});
