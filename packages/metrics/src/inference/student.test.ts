import { describe, test } from 'vitest';
import fc from 'fast-check';
import reference from '../fixtures/reference.json' with { type: 'json' };
import { betaQuantile, incompleteBeta, logGamma } from './incomplete-beta.ts';
import { correctedT } from '../index.ts';
import { studentReach, studentTwoSided } from './student.ts';

describe('correctedT', () => {
  test.for(reference.correctedT)(
    'of $differences is what the formula gives with SciPy 1.10.1',
    ({ differences, trainRows, testRows, ...expected }, { expect }) => {
      const { t, df, p, ci } = correctedT(Float64Array.from(differences), trainRows, testRows);
      expect(t).toBeCloseTo(expected.t, 9);
      expect(df).toBe(expected.df);
      expect(p).toBeCloseTo(expected.p, 9);
      ci.forEach((end, i) => expect(end).toBeCloseTo(expected.ci[i]!, 9));
    },
  );

  test('is wider than an ordinary t test, by the rows that folds share', ({ expect }) => {
    // Ten folds of ten-fold cross-validation: sqrt(1/10 + 1/9) instead of sqrt(1/10).
    const differences = Float64Array.from({ length: 10 }, (_, i) => i - 3);
    const independent = correctedT(differences, 1e300, 1);
    const shared = correctedT(differences, 90, 10);
    expect(independent.t / shared.t).toBeCloseTo(Math.sqrt(1 + 10 / 9), 12);
    expect(shared.p).toBeGreaterThan(independent.p);
  });

  test('gives finite numbers where nothing varies or nothing is known', ({ expect }) => {
    expect(correctedT(Float64Array.of(0, 0, 0), 2, 1)).toEqual({ t: 0, df: 2, p: 1, ci: [0, 0] });
    expect(correctedT(Float64Array.of(-1, -1), 2, 1)).toEqual({ t: -Number.MAX_VALUE, df: 1, p: 0, ci: [-1, -1] });
    expect(correctedT(Float64Array.of(3), 2, 1)).toMatchObject({ p: 1, ci: [-Number.MAX_VALUE, Number.MAX_VALUE] });
  });
});

describe("Student's distribution", () => {
  test.for([
    // The 97.5th percentiles of any table.
    [1, 12.7062],
    [2, 4.3027],
    [10, 2.2281],
    [18, 2.1009],
    [120, 1.9799],
  ] as const)('with %d degrees of freedom reaches %d', ([df, t], { expect }) => {
    expect(studentReach(0.05, df)).toBeCloseTo(t, 4);
    expect(studentTwoSided(studentReach(0.05, df), df)).toBeCloseTo(0.05, 12);
  });

  test("with one is Cauchy's: 1/2 beyond 1 on either side", ({ expect }) => {
    expect(studentTwoSided(1, 1)).toBeCloseTo(0.5, 12);
    expect(studentTwoSided(-1, 1)).toBeCloseTo(0.5, 12);
    expect(studentTwoSided(0, 7)).toBe(1);
  });
});

describe('incompleteBeta', () => {
  test('has the closed forms x^a, 1 - (1 - x)^b and, for (1/2, 1/2), 2/π arcsin √x', ({ expect }) => {
    for (const x of [0, 1e-9, 0.1, 0.5, 0.77, 1]) {
      expect(incompleteBeta(x, 3, 1)).toBeCloseTo(x ** 3, 12);
      expect(incompleteBeta(x, 1, 4)).toBeCloseTo(1 - (1 - x) ** 4, 12);
      expect(incompleteBeta(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 12);
    }
  });

  test('is symmetric, rises with x, and is undone by its quantile', ({ expect }) => {
    const size = fc.double({ min: 0.1, max: 5_000, noNaN: true });
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(size, size, share, (a, b, x) => {
        const value = incompleteBeta(x, a, b);
        expect(value).toBeCloseTo(1 - incompleteBeta(1 - x, b, a), 10);
        expect(incompleteBeta(x / 2, a, b)).toBeLessThanOrEqual(value + 1e-12);
        if (value > 1e-6 && value < 1 - 1e-6) expect(betaQuantile(value, a, b)).toBeCloseTo(x, 8);
      }),
    );
  });

  test('rests on factorials', ({ expect }) => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(0.25)).toBeCloseTo(1.2880225246980774, 12);
    expect(Math.exp(logGamma(6))).toBeCloseTo(120, 9);
    // ln 100! (any table).
    expect(logGamma(101)).toBeCloseTo(363.73937555556347, 9);
  });
});
