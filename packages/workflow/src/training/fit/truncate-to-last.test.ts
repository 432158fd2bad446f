import { describe, test } from 'vitest';
import { truncateToLast } from './truncate-to-last.ts';

/** Texts of 3, 0, 5 and 2 words out of eight. */
const WORDS = {
  vocabulary: 8,
  start: Int32Array.of(0, 3, 3, 8, 10),
  ids: Uint16Array.of(1, 2, 3, 4, 5, 6, 7, 0, 2, 2),
};

describe('truncateToLast', () => {
  test('fills up short texts in front and cuts long ones there, as pad_sequences does', ({ expect }) => {
    const of = (...rows: number[]) => [...truncateToLast(WORDS, Int32Array.from(rows), 4)];
    expect(of(0)).toEqual([8, 1, 2, 3]);
    expect(of(1)).toEqual([8, 8, 8, 8]);
    expect(of(2)).toEqual([5, 6, 7, 0]);
    expect(of(3, 0)).toEqual([8, 8, 2, 2, 8, 1, 2, 3]);
  });

  test('keeps a text that fits as it is', ({ expect }) => {
    expect([...truncateToLast(WORDS, Int32Array.of(2), 5)]).toEqual([4, 5, 6, 7, 0]);
    expect([...truncateToLast(WORDS, Int32Array.of(2), 1)]).toEqual([0]);
    expect(truncateToLast(WORDS, new Int32Array(0), 5)).toHaveLength(0);
  });
});
