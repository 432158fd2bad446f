import { describe, test } from 'vitest';
import { roundTicks } from './ticks.ts';

describe('roundTicks', () => {
  test.for([
    [0, 1, 6, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [2.1, 7.9, 3, 0, [4, 6]],
    [2.1, 7.9, 6, 0, [3, 4, 5, 6, 7]],
    [0.4, 1.03, 4, 0, [0.4, 0.6, 0.8, 1]],
    [-0.3, 0.3, 4, 0, [-0.2, 0, 0.2]],
    [0.4979, 0.5021, 3, 0, [0.498, 0.5, 0.502]],
    [1, 57, 6, 1, [10, 20, 30, 40, 50]],
    [1, 3, 6, 1, [1, 2, 3]],
    [1, 1, 6, 1, [1]],
    [5, 5, 4, 0, [5]],
  ] as const)('from %d to %d, at most %d, steps of at least %d', ([low, high, most, least, ticks], { expect }) => {
    expect(roundTicks(low, high, most, least)).toEqual(ticks);
  });
});
