import { describe, test } from 'vitest';
import { timeLeftWords, timeWords } from './time-words.ts';

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

describe('timeLeftWords', () => {
  test.for([
    [0, 9, 'under 10 seconds left'],
    [100, 150, 'about 2 minutes left'],
    [3, 40, 'at most 40 seconds left'],
    [3, 61, 'at most 1 minute left'],
    [20, 40, '20 to 40 seconds left'],
    [40, 130, '40 seconds to 2 minutes left'],
    [120, 360, '2 to 6 minutes left'],
    [1_500, 3_600, '25 minutes to 1 hour left'],
    [3_600, 10_800, '1 to 3 hours left'],
  ] as const)('%s to %s s: %s', ([least, most, words], { expect }) => {
    expect(timeLeftWords(least, most)).toBe(words);
  });
});
