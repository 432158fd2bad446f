import { describe, test } from 'vitest';
import { timeWords } from './time-words.ts';

describe('timeWords', () => {
  test.for([
    [0, 'under 10 seconds'],
    [9.9, 'under 10 seconds'],
    [10, 'about 10 seconds'],
    [24, 'about 20 seconds'],
    [54, 'about 50 seconds'],
    [55, 'about a minute'],
    [90, 'about 2 minutes'],
    [200, 'about 3 minutes'],
    [599, 'about 10 minutes'],
    [1_400, 'about 25 minutes'],
    [3_449, 'about 55 minutes'],
    [3_600, 'about an hour'],
    [5_400, 'about 2 hours'],
  ] as const)('%s s: %s', ([seconds, words], { expect }) => {
    expect(timeWords(seconds)).toBe(words);
  });
});
