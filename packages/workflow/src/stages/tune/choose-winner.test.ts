import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { configOf } from '../../testing/outcomes.ts';
import { chooseWinner, optimismOf, withAllSplits, type Finalist } from './choose-winner.ts';
import { importanceOf } from './importance.ts';
import { complexityOf } from './evaluate-trial.ts';

const finalist = (id: string, complexity: number, ...scores: number[]): Finalist => ({
  id,
  complexity,
  scores,
  loss: 1,
});

describe('chooseWinner', () => {
  test('takes the simplest within one standard error of the best, split by split', ({ expect }) => {
    // Behind by 0.00, 0.01, 0.02, 0.01: mean 0.01, sd 0.00816, standard error 0.00408. Not within it.
    const best = finalist('best', 10, 0.8, 0.9, 0.7, 0.8);
    const behind = finalist('behind', 1, 0.8, 0.89, 0.68, 0.79);
    expect(chooseWinner([best, behind])).toEqual({ winner: 0, best: 0 });
    // Behind by 0.03, -0.02, 0.02, -0.02: mean 0.0025, standard error 0.0132.
    const near = finalist('near', 1, 0.77, 0.92, 0.68, 0.82);
    expect(chooseWinner([best, near])).toEqual({ winner: 1, best: 0 });
    expect(chooseWinner([best, { ...near, complexity: 11 }])).toEqual({ winner: 0, best: 0 });
  });

  test('takes the best where one split gives no error, and the simplest of equals', ({ expect }) => {
    expect(chooseWinner([finalist('a', 5, 0.7), finalist('b', 1, 0.69)])).toEqual({ winner: 0, best: 0 });
    expect(chooseWinner([finalist('a', 5, 0.7), finalist('b', 1, 0.7)])).toEqual({ winner: 1, best: 0 });
  });
});

test('chooseWinner tells candidates that tie apart by their loss', ({ expect }) => {
  const right = { ...finalist('right', 5, 1, 1), loss: 0.2 };
  const surer = { ...finalist('surer', 5, 1, 1), loss: 0.1 };
  expect(chooseWinner([right, surer])).toEqual({ winner: 1, best: 1 });
  expect(chooseWinner([surer, right])).toEqual({ winner: 0, best: 0 });
  // Complexity counts first.
  expect(chooseWinner([{ ...right, complexity: 4 }, surer])).toEqual({ winner: 0, best: 1 });
});

describe('optimismOf', () => {
  test('is how far winners of the other splits fall behind on the split left out', ({ expect }) => {
    // Without the first split b wins by 0.9 to 0.6, without the second a by 0.9 to 0.5, of two splits.
    const two = [finalist('a', 1, 0.9, 0.6), finalist('b', 1, 0.5, 0.9)];
    // b: 0.9 - 0.5, a: 0.9 - 0.6; the mean of 0.4 and 0.3, times the root of 1/2.
    expect(optimismOf(two)).toBeCloseTo(0.35 * Math.SQRT1_2, 12);
    expect(optimismOf([finalist('a', 1, 0.8)])).toBeNull();
    // One candidate alone isn't chosen, so on average nothing is lost.
    expect(optimismOf([finalist('a', 1, 0.8, 0.7)])).toBe(0);
  });

  test('falls by the root of the ratio of splits where candidates are alike, by the ratio where they are apart', ({
    expect,
  }) => {
    expect(withAllSplits([finalist('a', 1, 0.9, 0.6), finalist('b', 1, 0.5, 0.9)])).toBe(Math.SQRT1_2);
    // The same 0.5 apart in every split: there is no noise.
    expect(withAllSplits([finalist('a', 1, 0.9, 0.7), finalist('b', 1, 0.4, 0.2)])).toBeCloseTo(0.5, 12);
    // 0.1 and 0.3 apart: 0.2² between them, of which 0.1² is noise: a quarter.
    const some = [finalist('a', 1, 0.9, 0.8), finalist('b', 1, 0.8, 0.5)];
    expect(withAllSplits(some)).toBeCloseTo(0.25 * Math.SQRT1_2 + 0.75 * 0.5, 12);
  });
});

describe('importanceOf', () => {
  test('is the share of variance that a hyperparameter’s means explain, less what chance would', ({ expect }) => {
    // Scores follow dropout but for ±0.1: between 4 · 0.5² · … = 8 · 0.25 = 2, within 8 · 0.01 = 0.08.
    const trials = Array.from({ length: 8 }, (_, i) => ({
      config: configOf({ dropout: i < 4 ? 0 : 0.5, l2: i % 2 === 0 ? 0 : 0.01 }),
      score: (i < 4 ? 0 : 1) + (i % 4 < 2 ? 0.1 : -0.1),
    }));
    const [first, second] = importanceOf(trials);
    // ε² = (2 - 0.08/6) / 2.08; L2 explains nothing, so it isn't named.
    expect(first!.name).toBe('dropout');
    expect(first!.share).toBeCloseTo((2 - 0.08 / 6) / 2.08, 12);
    expect(first!.ci[0]).toBeGreaterThan(0.8);
    expect(first!.ci[0]).toBeLessThan(first!.share);
    expect(first!.ci[1]).toBeGreaterThanOrEqual(first!.share);
    expect(second).toBeUndefined();
  });

  test('names a setting in at most one of twenty searches whose scores are noise', ({ expect }) => {
    let named = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = generator(seed, 'test', 'importance');
      const trials = Array.from({ length: 12 }, () => ({
        config: configOf({ dropout: random.below(3) / 10 }),
        score: random.uniform(),
      }));
      named += importanceOf(trials, seed).length;
    }
    // 10 of 200 at 5 %; 18 or more would occur once in 100.
    expect(named).toBeLessThan(18);
  });

  test('reports nothing for three trials, equal scores, or values that never or always vary', ({ expect }) => {
    const trial = (score: number, learningRate: number) => ({ config: configOf({ learningRate }), score });
    expect(importanceOf([trial(1, 1), trial(2, 2), trial(3, 1)])).toEqual([]);
    expect(importanceOf([trial(1, 1), trial(1, 2), trial(1, 1), trial(1, 2)])).toEqual([]);
    expect(importanceOf([trial(1, 1), trial(2, 2), trial(3, 3), trial(4, 4)])).toEqual([]);
  });
});

describe('complexityOf', () => {
  test('counts weights, and takes the regularised for simpler', ({ expect }) => {
    // 3·8 + 8, 8·1 + 1.
    const plain = configOf({ units: [8] });
    expect(complexityOf(plain, 3)).toBe(41);
    for (const simpler of [{ dropout: 0.5 }, { l2: 0.01 }, { l1: 0.001 }, { units: [4] }]) {
      expect(complexityOf({ ...plain, ...simpler }, 3)).toBeLessThan(41);
    }
    expect(complexityOf({ ...plain, features: true }, 3)).toBeGreaterThan(41);
    // Of five pieces, 8·8 + 8 and 8·1 + 1; none where the configuration doesn't take them.
    expect(complexityOf({ ...plain, numbers: 'piecewise-linear' }, 3, 5)).toBe(81);
    expect(complexityOf(plain, 3, 5)).toBe(41);
  });
});
