import { describe, test } from 'vitest';
import { logTicks } from './log-ticks.ts';

describe('logTicks', () => {
  test('powers of ten over decades', ({ expect }) => {
    expect(logTicks(0.009, 12)).toEqual([0.01, 0.1, 1, 10]);
  });

  test('not more than six of them', ({ expect }) => {
    // Nine powers from 1e-8 to 1: every second one.
    expect(logTicks(1e-8, 1)).toEqual([1e-8, 1e-6, 1e-4, 0.01, 1]);
  });

  test('1, 2 and 5 within a decade or two', ({ expect }) => {
    expect(logTicks(0.15, 1.2)).toEqual([0.2, 0.5, 1]);
  });

  test('round steps within a few per cent', ({ expect }) => {
    // (0.68 - 0.61) / 3 = 0.023, rounded down to 0.02
    expect(logTicks(0.61, 0.68)).toEqual([0.62, 0.64, 0.66, 0.68]);
  });
});
