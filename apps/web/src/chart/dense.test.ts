import { describe, test } from 'vitest';
import { barsOf, isDashed, isDense } from './dense.ts';

const at = (x: number, y: number) => ({ x, y });

describe('a dense line', () => {
  test('is one bar a pixel, each reaching to the point before it', ({ expect }) => {
    const trace = [at(10, 5), at(10.4, 2), at(10.9, 7), at(11.2, 9), at(11.8, 8)];
    expect(barsOf(trace, 10, 1)).toEqual([
      { column: 0, low: 2, high: 7 },
      { column: 1, low: 7, high: 9 },
    ]);
  });

  test('is interrupted where its points are', ({ expect }) => {
    expect(barsOf([at(0, 5), null, at(4, 2), at(5, 3)], 0, 2)).toEqual([
      { column: 0, low: 5, high: 5 },
      { column: 2, low: 2, high: 3 },
    ]);
  });

  test('is one of more than one and a half points a pixel', ({ expect }) => {
    const trace = Array.from({ length: 16 }, (_, x) => at(x, 0));
    expect([isDense(trace, 10), isDense(trace, 11)]).toEqual([true, false]);
  });
});

test('dashes leave out pixels', ({ expect }) => {
  const drawn = (dash: number[]) => Array.from({ length: 10 }, (_, i) => (isDashed(dash, i) ? '#' : '.')).join('');
  expect(drawn([])).toBe('##########');
  expect(drawn([3, 2])).toBe('###..###..');
  expect(drawn([4, 1, 1, 1])).toBe('####.#.###');
});
