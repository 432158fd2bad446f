import { square } from '@stepwell/base/exact';
import { mean, standardDeviation } from './descriptive.ts';
import { studentReach, studentTwoSided } from './student.ts';

/**
 * Compares the means of two independent samples whose variances may differ.
 *
 * @param a at least two numbers.
 * @param b likewise.
 * @returns the difference of the means, a's less b's, its 95 % interval, and the two-sided p; null where neither varies.
 * @see Welch: The generalization of "Student's" problem when several different population variances are involved (1947);
 *   scipy.stats.ttest_ind(equal_var=False)
 */
export function welch(
  a: Float64Array,
  b: Float64Array,
): { difference: number; ci: [number, number]; p: number } | null {
  const va = square(standardDeviation(a)) / a.length;
  const vb = square(standardDeviation(b)) / b.length;
  const variance = va + vb;
  if (!(variance > 0) || !Number.isFinite(variance)) return null;
  const df = square(variance) / (square(va) / (a.length - 1) + square(vb) / (b.length - 1));
  const difference = mean(a) - mean(b);
  const reach = studentReach(0.05, df) * Math.sqrt(variance);
  return {
    difference,
    ci: [difference - reach, difference + reach],
    p: studentTwoSided(difference / Math.sqrt(variance), df),
  };
}
