import { mean, standardDeviation } from './descriptive.ts';
import { betaQuantile, incompleteBeta } from './incomplete-beta.ts';

/**
 * How likely a Student variable is at least as far from 0 as t, on either side.
 *
 * @param df degrees of freedom, above 0.
 * @see https://dlmf.nist.gov/8.17 with x = df / (df + t²)
 */
export function studentTwoSided(t: number, df: number): number {
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/**
 * The distance from 0 that a Student variable exceeds with probability `alpha`, on either side together.
 *
 * @param df degrees of freedom, above 0.
 * @returns 4.303 for alpha 0.05 and two degrees of freedom.
 */
export function studentReach(alpha: number, df: number): number {
  const x = betaQuantile(alpha, df / 2, 0.5);
  return Math.sqrt((df * (1 - x)) / x);
}

/** A test of whether a mean difference is 0, with its 95 % interval. */
export interface CorrectedT {
  t: number;
  df: number;
  /** Two-sided. */
  p: number;
  ci: [number, number];
}

/**
 * The t test for scores of repeated folds, which share training rows and are more alike than independent ones: the
 * variance of the mean is (1/J + testRows/trainRows) of the folds', not 1/J.
 *
 * @param differences [J], one a fold: how much better one model is than the other.
 * @param trainRows rows that a fold trains on.
 * @param testRows rows that a fold is judged on.
 * @returns finite numbers always: of fewer than two folds nothing is known, p is 1 and the interval reaches everywhere.
 * @see Nadeau, Bengio: Inference for the generalization error (2003)
 */
export function correctedT(differences: Float64Array, trainRows: number, testRows: number): CorrectedT {
  const folds = differences.length;
  if (folds < 2) return { t: 0, df: 0, p: 1, ci: [-Number.MAX_VALUE, Number.MAX_VALUE] };
  const center = mean(differences);
  const df = folds - 1;
  const error = standardDeviation(differences) * Math.sqrt(1 / folds + testRows / trainRows);
  // Folds all alike have no spread: the mean is 0 or it is beyond doubt.
  if (error === 0) {
    return {
      t: center === 0 ? 0 : Math.sign(center) * Number.MAX_VALUE,
      df,
      p: center === 0 ? 1 : 0,
      ci: [center, center],
    };
  }
  const t = center / error;
  const reach = studentReach(0.05, df) * error;
  return { t, df, p: studentTwoSided(t, df), ci: [center - reach, center + reach] };
}
