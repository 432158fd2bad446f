import { describe, test } from 'vitest';
import { linesOf, spanOf, ticksBetween, timeWords } from './forecast-lines.ts';

const DAY = 86_400_000;
const known = (...values: (number | null)[]) => values.map((value, i) => ({ time: i * DAY, value }));
const steps = (...values: number[]) =>
  values.map((value, i) => ({ time: (5 + i) * DAY, value, low: value - 1, high: value + 2 }));

describe('linesOf', () => {
  test('breaks at gaps, and goes on from the last known value', ({ expect }) => {
    const lines = linesOf({ name: '', history: known(9, 1, null, 3, 4), steps: steps(5, 6) }, 4);
    expect(lines.known).toEqual([
      [[0, 1]],
      [
        [2, 3],
        [3, 4],
      ],
    ]);
    expect(lines.coming).toEqual([
      [3, 4],
      [4, 5],
      [5, 6],
    ]);
    expect(lines.low).toEqual([
      [3, 4],
      [4, 4],
      [5, 5],
    ]);
    expect(lines).toMatchObject({ now: 3, end: 5, least: 1, greatest: 8 });
  });

  test('has no area without intervals', ({ expect }) => {
    const plain = steps(5).map((step) => ({ ...step, low: null, high: null }));
    expect(linesOf({ name: '', history: known(1), steps: plain }, 10)).toMatchObject({ low: [], high: [] });
  });
});

describe('ticksBetween', () => {
  test('are round, and within', ({ expect }) => {
    expect(ticksBetween(3, 47)).toEqual([10, 20, 30, 40]);
    expect(ticksBetween(-0.2, 0.31)).toEqual([-0.2, 0, 0.2]);
    expect(ticksBetween(98_000, 103_000)).toEqual([98_000, 99_000, 100_000, 101_000, 102_000, 103_000]);
    expect(ticksBetween(5, 5).length).toBeGreaterThan(0);
  });
});

describe('timeWords', () => {
  test('say what tells neighbours apart', ({ expect }) => {
    const at = Date.UTC(2024, 1, 29, 14);
    expect(timeWords(at, 'date', 3_600_000)).toBe('Feb 29, 14:00');
    expect(timeWords(Date.UTC(2024, 1, 29), 'date', DAY)).toBe('Feb 29, 2024');
    expect(timeWords(Date.UTC(2024, 1, 1), 'date', 29 * DAY)).toBe('Feb 2024');
    expect(timeWords(17, 'numeric', 1)).toBe('17');
    expect(spanOf({ name: '', history: known(1, 2), steps: steps(3, 4) })).toBe(DAY);
  });
});
