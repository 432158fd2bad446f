import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { decideWorse } from './decide-worse.ts';

const accuracy = { name: 'accuracy', greaterIsBetter: true } as const;
const error = { name: 'mae', greaterIsBetter: false } as const;

/** Wilson's 95 % interval, by its formula. */
function wilson(hits: number, rows: number): [number, number] {
  const [share, square] = [hits / rows, 1.959964 ** 2];
  const centre = (share + square / (2 * rows)) / (1 + square / rows);
  const half = (1.959964 / (1 + square / rows)) * Math.sqrt((share * (1 - share)) / rows + square / (4 * rows ** 2));
  return [centre - half, centre + half];
}

function worse(hits: number, rows: number, validation: { hits: number; rows: number }): boolean {
  const test = { value: hits / rows, ci: wilson(hits, rows), rows };
  return decideWorse(test, { value: validation.hits / validation.rows, rows: validation.rows }, accuracy).length > 0;
}

describe('a test that went worse than the validation', () => {
  test('is told from noise', ({ expect }) => {
    // By scipy.stats.fisher_exact: p = 0.2, though the test's interval alone ends below 275 of 275; p = 0.008.
    expect(worse(68, 69, { hits: 275, rows: 275 })).toBe(false);
    expect(worse(66, 69, { hits: 275, rows: 275 })).toBe(true);
    expect(worse(73, 100, { hits: 400, rows: 400 })).toBe(true);
    expect(worse(22, 100, { hits: 292, rows: 400 })).toBe(true);
    // Better than in validation.
    expect(worse(69, 69, { hits: 240, rows: 275 })).toBe(false);
  });

  test('is one where the error is larger', ({ expect }) => {
    const test = { value: 3, ci: [2.5, 3.5] as [number, number], rows: 100 };
    expect(decideWorse(test, { value: 2.45, rows: 400 }, error)).toEqual([]);
    // 0.5 × √(1 + 100 / 400) is 0.559.
    const [decision] = decideWorse(test, { value: 2.4, rows: 400 }, error);
    expect(decision).toMatchObject({
      choice: 'worse than in validation',
      why: expect.stringContaining('larger than chance explains (95 %: up to 0.559)'),
      evidence: { validation: 2.4, value: 3, ci: [2.5, 3.5] },
    });
    expect(decideWorse(test, { value: 3.9, rows: 400 }, error)).toEqual([]);
  });

  test('is said by chance of one test in forty', ({ expect }) => {
    const random = generator(0, 'decide-worse', 0);
    let said = 0;
    const runs = 4_000;
    for (let run = 0; run < runs; run++) {
      const draw = (rows: number) => {
        let hits = 0;
        for (let i = 0; i < rows; i++) if (random.uniform() < 0.8) hits++;
        return hits;
      };
      if (worse(draw(100), 100, { hits: draw(400), rows: 400 })) said++;
    }
    // 2.5 % and three standard errors of 4,000 runs.
    expect(said / runs).toBeGreaterThan(0.005);
    expect(said / runs).toBeLessThan(0.0325);
  });
});
