import { expect, test } from 'vitest';
import { configOf } from '../../testing/outcomes.ts';
import { describeConfig } from './plain-config.ts';

test('a configuration in a line says what becomes of numbers', () => {
  const plain = configOf({ units: [64, 64] });
  expect(describeConfig(plain)).toBe('64-64, rmsprop at 0.001, batch 8');
  expect(describeConfig({ ...plain, features: true, numbers: 'piecewise-linear' })).toBe(
    '64-64, feature engineering, numbers in pieces, rmsprop at 0.001, batch 8',
  );
});
