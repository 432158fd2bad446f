import { describe, test } from 'vitest';
import { differenceWords, gainInterval, isGain, pWords, scoredWords } from './gain-words.ts';

describe('words for a gain', () => {
  test('say better or worse, and neither where it rounds to zero', ({ expect }) => {
    expect(scoredWords('accuracy', 0.031)).toBe('scored 3.1 points better than guessing (accuracy)');
    expect(scoredWords('mae', -6.37)).toBe('scored 6.37 worse than guessing (mean absolute error)');
    for (const gain of [0, -0, 0.0004, -0.0004]) expect(differenceWords('accuracy', gain)).toBe('no better');
    expect([0.1, 0.0004, -0.1].map((gain) => isGain('accuracy', gain))).toEqual([true, false, false]);
    expect(differenceWords('mae', 0)).toBe('no better');
    expect(differenceWords('roc-auc', -0.0004)).toBe('no better');
    expect(differenceWords('mae', 0.04)).toBe('0.0400 better');
  });

  test('name the unit of an interval once, and never a negative zero', ({ expect }) => {
    expect(gainInterval('accuracy', [-0.042, 0.036])).toBe('95 %: -4.2 to 3.6 points');
    expect(gainInterval('accuracy', [-0.0004, 0.036])).toBe('95 %: 0.0 to 3.6 points');
    expect(gainInterval('mae', [-395, 2_690])).toBe('95 %: -395 to 2\u202f690');
  });

  test('show a p-value no more precisely than it matters', ({ expect }) => {
    expect([0.0004, 0.0034, 0.0496, 0.5].map(pWords)).toEqual(['p < 0.001', 'p = 0.003', 'p = 0.050', 'p = 0.50']);
  });
});
