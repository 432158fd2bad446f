import { test } from 'vitest';
import { formatGain, formatScore, METRIC_NAMES, metricWords } from './index.ts';

test('what has no bound is unknown, whichever way it is shown', ({ expect }) => {
  for (const value of [Number.MAX_VALUE, -Number.MAX_VALUE, Infinity, -Infinity, Number.NaN]) {
    for (const name of METRIC_NAMES) {
      expect([formatScore(name, value), formatGain(name, value)]).toEqual(['unknown', 'unknown']);
    }
  }
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

test('every metric has words, and shows its values as what they are', ({ expect }) => {
  expect(Object.keys(metricWords).sort()).toEqual([...METRIC_NAMES].sort());
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
