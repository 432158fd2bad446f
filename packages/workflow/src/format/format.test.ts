import { describe, test } from 'vitest';
import { metricName } from '../spec/index.ts';
import { formatCount, formatGain, formatNumber, formatScore, formatShare, metricWords } from './index.ts';

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
    for (const name of metricName.options) {
      expect([formatScore(name, value), formatGain(name, value)]).toEqual(['unknown', 'unknown']);
    }
  }
  expect(formatNumber(1e308)).toBe('1.00e+308');
});

test('shares are percentages with one decimal', ({ expect }) => {
  expect([0, 0.8333, 1, -0.021].map(formatShare)).toEqual(['0.0 %', '83.3 %', '100.0 %', '-2.1 %']);
});

test('accuracy is a share, other scores are numbers', ({ expect }) => {
  expect(formatScore('accuracy', 0.5)).toBe('50.0 %');
  expect(formatScore('mae', 0.5)).toBe('0.500');
  expect(formatScore('log-loss', 0.4567)).toBe('0.457');
});

test('a gain of accuracy is in points, other gains are numbers', ({ expect }) => {
  expect(formatGain('accuracy', 0.0512)).toBe('5.1 points');
  expect(formatGain('accuracy', -0.02)).toBe('-2.0 points');
  expect(formatGain('mse', 12.34)).toBe('12.3');
});

test('counts agree with their noun', ({ expect }) => {
  expect([0, 1, 2].map((count) => formatCount(count, 'row'))).toEqual(['0 rows', '1 row', '2 rows']);
});

test('every metric has words, and shows its values as what they are', ({ expect }) => {
  expect(Object.keys(metricWords).sort()).toEqual([...metricName.options].sort());
  expect(formatScore('mape', 0.123)).toBe('12.3 %');
  expect(formatScore('balanced-accuracy', 0.5)).toBe('50.0 %');
  expect(formatScore('roc-auc', 0.5)).toBe('0.500');
  expect(formatScore('f1', 0.00012)).toBe('0.000');
  expect(formatScore('r2', -0.25)).toBe('-0.250');
  expect(formatScore('r2', -12_345)).toBe('-12\u202f300');
  expect(formatScore('custom', 0.00012)).toBe('1.20e-4');
  expect(formatGain('balanced-accuracy', 0.031)).toBe('3.1 points');
  expect(formatGain('roc-auc', 0.031)).toBe('0.031');
});
