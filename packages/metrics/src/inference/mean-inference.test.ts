import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { signFlipTest, skewedMeanInterval, studentInterval } from '../index.ts';

describe('studentInterval', () => {
  test('by hand and by SciPy 1.10.1', ({ expect }) => {
    // Mean 2, standard deviation 1, t(2) = 4.303: 4.303 / sqrt(3) = 2.4843.
    const [low, high] = studentInterval(Float64Array.of(1, 2, 3));
    expect(low).toBeCloseTo(2 - 2.4843, 3);
    expect(high).toBeCloseTo(2 + 2.4843, 3);
    // Nineteen rows, t(18) = 2.1009220 (SciPy 1.10.1), alternating 0 and 1: standard deviation sqrt(9 * 10 / 19 / 18).
    const alternating = Float64Array.from({ length: 19 }, (_, i) => i % 2);
    const [from, to] = studentInterval(alternating);
    expect((to - from) / 2).toBeCloseTo((2.10092204024 * Math.sqrt(90 / 19 / 18)) / Math.sqrt(19), 6);
  });

  test('reaches everywhere for one row', ({ expect }) => {
    expect(studentInterval(Float64Array.of(5))).toEqual([-Number.MAX_VALUE, Number.MAX_VALUE]);
  });
});

describe('skewedMeanInterval', () => {
  test("is Student's where nothing is skewed", ({ expect }) => {
    const values = Float64Array.from({ length: 21 }, (_, i) => i);
    const [low, high] = skewedMeanInterval(values);
    const [from, to] = studentInterval(values);
    expect(low).toBeCloseTo(from, 10);
    expect(high).toBeCloseTo(to, 10);
  });

  test('inverts T₃: at its ends the transformed statistic is Student’s quantile', ({ expect }) => {
    const values = Float64Array.of(0, 0, 0, 1, 1, 2, 3, 5, 9, 20, 0, 1, 2, 1, 0, 4, 1, 0, 3, 7);
    const n = values.length;
    const center = values.reduce((sum, value) => sum + value, 0) / n;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (n - 1));
    // scipy.stats.skew(values, bias=False) without its last factor: n / ((n - 1) (n - 2)) Σ ((x - mean) / sd)³.
    const skewness = (n / ((n - 1) * (n - 2))) * values.reduce((sum, value) => sum + ((value - center) / sd) ** 3, 0);
    const transformed = (mean: number) => {
      const t = (center - mean) / (sd / Math.sqrt(n));
      const g = skewness / Math.sqrt(n);
      return t + (g / 3) * t ** 2 + (g ** 2 / 27) * t ** 3 + g / 6;
    };
    const [low, high] = skewedMeanInterval(values);
    // scipy.stats.kurtosis(values, fisher=False) is 9.61995, so that 2 · 20 / 8.61995 = 4.64040 degrees of freedom are left;
    // scipy.stats.t.ppf(0.975, 4.64040) is 2.63167 (SciPy 1.10.1).
    expect(transformed(low)).toBeCloseTo(2.63167, 4);
    expect(transformed(high)).toBeCloseTo(-2.63167, 4);
    expect(high - center).toBeGreaterThan(2 * (center - low));
  });

  test('stays finite where one row dwarfs the others, and is a point where all are alike', ({ expect }) => {
    const values = new Float64Array(40);
    values[7] = 1e100;
    const [low, high] = skewedMeanInterval(values);
    // The kurtosis is 38.03, 2.16 degrees of freedom, t = 4.01, the skewness √n: 1 - 4.01 - 1/6 has the cube root -1.47, which
    // makes 3 · 2.47 standard errors, each as large as the mean; SciPy 1.10.1 gives 7.41.
    expect(low).toBeLessThan(2.5e98);
    expect(high / 2.5e98).toBeCloseTo(8.4101316, 5);
    expect(skewedMeanInterval(new Float64Array(40).fill(3))).toEqual([3, 3]);
  });
});

describe('signFlipTest', () => {
  const SAMPLES = [
    { differences: [0.5, -0.2, 0.9, 1.4, -0.1, 0.3, 0.7, -0.6, 0.2, 0.4] },
    { differences: [1, 1, 1, -1, 1, 0, 0, 1, -1, 1] },
    { differences: [-3, 1, 0.5, -2, 1, 0.1, -0.7, 2, -1, 0.3] },
    { differences: [0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1] },
  ];

  test.for(SAMPLES)('agrees with all 1 024 signs of $differences', ({ differences }, { expect }) => {
    const p = signFlipTest(Float64Array.from(differences), 3, 'test');
    expect(Math.abs(p - exactly(differences))).toBeLessThan(0.02);
  });

  test('is never zero, and 1 where nothing differs', ({ expect }) => {
    // 2 000 flips and the identity: 1 / 2 001 at the least.
    const p = signFlipTest(new Float64Array(200).fill(1), 0, 'test');
    expect(p).toBeCloseTo(1 / 2_001, 12);
    expect(signFlipTest(new Float64Array(200), 0, 'test')).toBe(1);
    expect(signFlipTest(new Float64Array(50).fill(-1), 0, 'test')).toBe(1);
  });

  test('counts equal sums as equal, though they were added in another order', ({ expect }) => {
    // Exactly: at least 0.6 of sums ±0.1 ±0.2 ±0.3 is the identity alone, 1/8. A slip of the last bit would lose it.
    const exact = exactly([0.1, 0.2, 0.3]);
    expect(exact).toBe(1 / 8);
    expect(Math.abs(signFlipTest(Float64Array.of(0.1, 0.2, 0.3), 0, 'test') - exact)).toBeLessThan(0.02);
    expect(Math.abs(signFlipTest(Float64Array.of(0.3, 0.1, 0.2), 0, 'test') - exact)).toBeLessThan(0.02);
  });

  test('rejects a true null one time in twenty', ({ expect }) => {
    // 400 samples of 20 numbers with random signs: 5 % within five standard errors of 1.1 %.
    const rejected = Array.from({ length: 400 }, (_, sample) => {
      const random = generator(9, 'null', sample);
      const differences = Float64Array.from({ length: 20 }, (__, i) => (random.below(2) === 0 ? 1 : -1) * (i + 1.3));
      return signFlipTest(differences, sample, 'null') < 0.05;
    });
    expect(rejected.filter(Boolean).length / 400).toBeLessThan(0.105);
  });
});

/** The p-value over all 2^n signs. */
function exactly(differences: readonly number[]): number {
  const total = 2 ** differences.length;
  const sumOf = (signs: number) => differences.reduce((sum, value, i) => sum + ((signs >> i) & 1 ? value : -value), 0);
  const observed = sumOf(total - 1);
  let atLeast = 0;
  for (let signs = 0; signs < total; signs++) if (sumOf(signs) >= observed - 1e-9) atLeast++;
  return atLeast / total;
}
