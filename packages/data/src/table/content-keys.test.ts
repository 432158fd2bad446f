import { describe, test } from 'vitest';
import { images, tableOf, text } from '../testing/columns.ts';
import { concatTables, contentKeys } from './index.ts';

const distinct = (keys: Float64Array) => new Set(keys).size;

describe('contentKeys', () => {
  test('are the same for the same words, whatever stands between them', ({ expect }) => {
    const keys = contentKeys(text('t', ['A b, c!', 'a b c', 'a c b', '', '...', 'ab c', 'a b c c']));
    expect(keys[0]).toBe(keys[1]);
    expect(keys[3]).toBe(keys[4]);
    expect(distinct(keys)).toBe(5);
  });

  test('are the same across tables with other dictionaries', ({ expect }) => {
    const here = text('t', ['x y', 'a b c']);
    const there = text('t', ['a b c', 'y x']);
    const [column] = concatTables(tableOf(2, here), tableOf(2, there)).columns;
    const keys = column!.kind === 'text' ? contentKeys(column!) : null;
    expect(keys![1]).toBe(keys![2]);
    expect(distinct(keys!)).toBe(3);
    expect(contentKeys(there)[0]).toBe(keys![2]);
  });

  test('tell a hundred thousand texts and as many images apart', ({ expect }) => {
    const rows = 100_000;
    const words = Array.from({ length: rows }, (_, row) => `w${row % 317} w${Math.floor(row / 317)}`);
    expect(distinct(contentKeys(text('t', words)))).toBe(rows);
    const pictures = Array.from({ length: rows }, (_, row) => [row & 255, 0, (row >> 8) & 255, row >> 16]);
    const column = images('i', 2, 2, pictures);
    expect(distinct(contentKeys(column))).toBe(rows);
    const swapped = images('i', 2, 2, [
      [1, 2, 3, 4],
      [2, 1, 3, 4],
      [1, 2, 3, 4],
    ]);
    expect(distinct(contentKeys(swapped))).toBe(2);
  });

  test('are whole numbers that a float64 holds', ({ expect }) => {
    for (const key of contentKeys(text('t', ['a', 'b', 'some more words'])))
      expect(Number.isSafeInteger(key)).toBe(true);
  });
});
