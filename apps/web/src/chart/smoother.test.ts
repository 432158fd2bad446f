import { describe, test } from 'vitest';
import { Smoother } from './smoother.ts';

function smooth(values: (number | null)[], weight: number): (number | null)[] {
  const smoother = new Smoother(weight);
  return values.map((value) => smoother.next(value));
}

describe('a smoother', () => {
  test('weighs the past by powers of the weight', ({ expect }) => {
    // 8; (8/2 + 2) / (1/2 + 1) = 4; (8/4 + 2/2 + 4) / (1/4 + 1/2 + 1) = 7 / 1.75 = 4
    expect(smooth([8, 2, 4], 0.5)).toEqual([8, 4, 4]);
  });

  test('leaves a level curve level from the first epoch on', ({ expect }) => {
    for (const value of smooth([3, 3, 3, 3], 0.9)) expect(value).toBeCloseTo(3, 12);
  });

  test('changes nothing at weight 0, and keeps gaps', ({ expect }) => {
    expect(smooth([1, null, 5], 0)).toEqual([1, null, 5]);
    // The gap is skipped: (8/2 + 2) / 1.5 = 4
    expect(smooth([8, null, 2], 0.5)).toEqual([8, null, 4]);
  });
});
