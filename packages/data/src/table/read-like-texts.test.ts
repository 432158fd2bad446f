import { test } from 'vitest';
import { readLikeTexts } from './read-like-texts.ts';

test('texts have four words on average and mostly differ', ({ expect }) => {
  expect(readLikeTexts(['free entry in a weekly draw', 'I will be home soon'], 2)).toBe(true);
  // The same two answers over and over are classes, however long they are.
  expect(readLikeTexts(['free entry in a weekly draw', 'I will be home soon'], 40)).toBe(false);
  expect(readLikeTexts(['chevrolet chevelle malibu', 'buick skylark 320', 'ford torino'], 3)).toBe(false);
  expect(readLikeTexts(['only one text in all rows'], 1)).toBe(false);
});
