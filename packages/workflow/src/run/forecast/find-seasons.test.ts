import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { findSeasons, meanChange, naiveError, rankSeasons } from './find-seasons.ts';

const wave =
  (steps: number, height = 1) =>
  (t: number) =>
    height * Math.sin((2 * Math.PI * t) / steps);

/** Noise that is like the value before by `alike`; a normal number to each. */
function series(length: number, seed: number, alike: number, of: (t: number) => number): Float64Array {
  const random = generator(seed, 'test', 'seasons');
  let error = 0;
  return Float64Array.from({ length }, (_, t) => {
    let normal = -6;
    for (let i = 0; i < 12; i++) normal += random.uniform();
    error = alike * error + normal;
    return of(t) + error;
  });
}

const adopted = (values: Float64Array, candidates: number[]) =>
  findSeasons([values], candidates)
    .filter((found) => found.adopted)
    .map(({ season }) => season);

describe('seasons', () => {
  test('are found under a trend and noise that lasts, both of two', ({ expect }) => {
    const day = wave(24, 3);
    const week = wave(168, 3);
    expect(
      adopted(
        series(1_500, 1, 0.5, (t) => 0.05 * t + day(t) + week(t)),
        [24, 168],
      ),
    ).toEqual([24, 168]);
    expect(
      adopted(
        series(1_500, 2, 0.5, (t) => 0.05 * t + day(t)),
        [24, 168],
      ),
    ).toEqual([24]);
    expect(
      adopted(
        series(1_500, 3, 0.5, (t) => week(t)),
        [24, 168],
      ),
    ).toEqual([168]);
    expect(
      adopted(
        series(1_200, 4, 0.5, (t) => wave(365, 5)(t) + wave(7, 3)(t)),
        [7, 365],
      ),
    ).toEqual([7, 365]);
  });

  test('are found among the usual ones where the step is unknown', ({ expect }) => {
    const usual = [4, 5, 7, 12, 24, 48, 52, 96, 168, 336, 365];
    expect(adopted(series(2_000, 5, 0.3, wave(24, 3)), usual)).toEqual([24]);
    expect(adopted(series(400, 6, 0.3, wave(12, 3)), usual)).toEqual([12]);
  });

  test('are seldom found in noise, however long it lasts, or in a trend', ({ expect }) => {
    let found = 0;
    for (let seed = 0; seed < 40; seed++) {
      const alike = [0, 0.5, 0.9, 1][seed % 4]!;
      found += adopted(
        series(800, seed, alike, (t) => 0.1 * t),
        [7, 365],
      ).length;
    }
    // One in twenty files has one.
    expect(found).toBeLessThanOrEqual(2);
  });

  test('need to have come three times', ({ expect }) => {
    expect(findSeasons([Float64Array.from({ length: 35 }, (_, t) => wave(12)(t))], [12])).toEqual([]);
    expect(findSeasons([Float64Array.from({ length: 36 }, (_, t) => wave(12)(t))], [12])).toHaveLength(1);
  });

  test('come in the order of what repeating them errs', ({ expect }) => {
    // Differences to two steps before: 2, 2, 2; to three: 1, 1; of two steps ahead with a season of 1: 1 and 2.
    const values = [Float64Array.of(0, 4, 2, 1, 5)];
    expect(meanChange(values, 3)).toBe(1);
    expect(naiveError(values, 3, 2)).toBe(1);
    expect(naiveError(values, 1, 2)).toBeCloseTo(((4 + 2 + 1 + 4) / 4 + (2 + 3 + 3) / 3) / 2, 12);
    expect(rankSeasons(values, [2, 3], 2)).toEqual([3, 2]);
    expect(meanChange(values, 5)).toBeNull();
  });
});
