import { describe, expect, it } from 'vitest';
import { scoresOf, worthwhileScore } from './gate-scores.ts';

const power = { detectable: 0.05, worthwhile: 0.1, rowsNeeded: null };
const baseline = { name: 'majority', score: 0.25 };

describe('scores at the gate', () => {
  // A model that does worse than guessing must not turn the axis around: 0.25 - 0.125 to 0.25 + 0.0625.
  it('lie above guessing by the gain where greater is better, even for a model that does worse', () => {
    const gate = { baseline, ci: [-0.125, 0.0625] as [number, number], power };
    expect(scoresOf(gate, true)).toEqual([0.125, 0.3125]);
    expect(worthwhileScore(gate, true)).toBe(0.35);
  });
  it('lie below guessing by the gain where lower is better', () => {
    const gate = { baseline: { name: 'median', score: 4 }, ci: [-0.5, 2] as [number, number], power };
    expect(scoresOf(gate, false)).toEqual([2, 4.5]);
    expect(worthwhileScore(gate, false)).toBe(3.9);
  });
  it('are unknown without the smallest gain worth having', () => {
    expect(worthwhileScore({ baseline, ci: [0, 0], power: null }, true)).toBeNull();
  });
});
