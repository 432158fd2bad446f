import { test } from 'vitest';
import { cutName } from './cut-name.ts';

test('a long name keeps both of its ends', ({ expect }) => {
  expect(cutName('age', 8)).toBe('age');
  expect(cutName('12345678', 8)).toBe('12345678');
  expect(cutName('123456789', 8)).toBe('1234…789');
  expect(cutName('sensor_temperature_mean_of_day_1', 12)).toBe('sensor…day_1');
  expect(cutName('sensor_temperature_mean_of_day_2', 12)).toBe('sensor…day_2');
  // Nor is one of several code points: a letter with its accent, a flag.
  expect(cutName('e\u0301'.repeat(9), 4)).toBe('e\u0301e\u0301…e\u0301');
  expect(cutName('🇨🇭'.repeat(9), 4)).toBe('🇨🇭🇨🇭…🇨🇭');
  // A character outside of the basic plane isn't torn apart.
  expect(cutName('𝒜'.repeat(9), 4)).toBe('𝒜𝒜…𝒜');
});
