import { describe, test } from 'vitest';
import { Past } from './past.ts';

const pastOf = (values: readonly (number | null)[], season: number) => {
  const numbers = Float64Array.from(values, (value) => value ?? Number.NaN);
  const known = values.flatMap((value, at) => (value === null ? [] : [at]));
  return new Past({ values: numbers, first: known[0]!, last: known.at(-1)! }, season);
};

describe('what is known at a place of a series', () => {
  // A season of three steps, a gap at place 4.
  const values = [1, 5, 9, 2, null, 11, 4, 8, 13, 6];
  const past = pastOf(values, 3);

  test('the naive forecast repeats the last known value at each step of the season', ({ expect }) => {
    // From place 8: places 6, 7, 8, and again.
    expect([1, 2, 3, 4].map((ahead) => past.naive(8, ahead, 3))).toEqual([4, 8, 13, 4]);
    // From place 6, two ahead is place 5; one ahead is the gap at 4, so one season more, place 1.
    expect([past.naive(6, 2, 3), past.naive(6, 1, 3)]).toEqual([11, 5]);
    // Another season, and one season more.
    expect([past.naive(8, 1, 4), past.naive(8, 1, 3, 1)]).toEqual([11, 2]);
    // Without a season it is the last value.
    expect([1, 2, 5].map((ahead) => pastOf(values, 1).naive(8, ahead, 1))).toEqual([13, 13, 13]);
  });

  test("what is expected is the median of the seasons' shapes, at the level of the latest", ({ expect }) => {
    // Seasons of two: levels 1, 2, 13 and 4, the third broken; the first of each is 1, 1, 3 and 1 below its level.
    const own = pastOf([0, 2, 1, 3, 10, 16, 3, 5], 2);
    expect([1, 2, 3].map((ahead) => own.expected(7, ahead))).toEqual([3, 5, 3]);
    expect(pastOf([1, 5, 9], 1).expected(2, 3)).toBe(9);
    // The second season is a gap: two of three have a say.
    const gap = pastOf([0, 2, null, null, 4, 8], 2);
    expect(gap.expected(5, 1)).toBeCloseTo((-1 + -2) / 2 + 6, 12);
  });

  test('the scale is the mean distance from the season before', ({ expect }) => {
    // Up to place 8: |2 - 1|, |11 - 9|, |4 - 2|, |13 - 11|; with place 4 missing, two differences are not known.
    expect(past.scale(8)).toBeCloseTo(7 / 4, 12);
    expect(past.scale(5)).toBeCloseTo(3 / 2, 12);
    // All seasons alike: a tenth of the spread, which of 0 and 2 is 1.
    expect(pastOf([0, 2, 0, 2, 0, 2], 2).scale(5)).toBeCloseTo(0.1, 12);
    expect(pastOf([3, 3, 3, 3], 1).scale(3)).toBe(1);
  });

  test('windows skip gaps, and lags fill them with the value before', ({ expect }) => {
    expect(past.mean(5, 3)).toBeCloseTo((2 + 11) / 2, 12);
    // Of 2 and 11: 4.5 on either side of the mean.
    expect(past.deviation(5, 3)).toBeCloseTo(4.5, 12);
    expect([0, 1, 2, 9].map((steps) => past.before(5, steps))).toEqual([11, 2, 2, 1]);
  });

  test('drift is the mean change since the series began', ({ expect }) => {
    expect(past.slope(8)).toBeCloseTo((13 - 1) / 8, 12);
  });

  test('an origin needs a value, a season and some changes; its targets must all be known', ({ expect }) => {
    const origins = values.flatMap((_, at) => (past.isOrigin(at) ? [at] : []));
    // From place 3 + 3 on; by place 6 three changes are known, by 8 four.
    expect(origins).toEqual([8, 9]);
    expect([past.isFollowed(8, 1), past.isFollowed(8, 2), past.isFollowed(3, 1)]).toEqual([true, false, false]);
  });
});
