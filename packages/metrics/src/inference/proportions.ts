import { betaQuantile, incompleteBeta } from './incomplete-beta.ts';

/** The standard normal's 97.5th percentile. */
const Z_975 = 1.959963984540054;

/**
 * A 95 % interval of a share, which stays honest where all rows or none are right. Its coverage is about 95 % on average.
 *
 * @param count how many of the rows are right.
 * @param rows how many there are.
 * @returns the interval, from 0 to 1 of no rows; its lower end is below 1 and its upper end above 0.
 * @see Wilson: Probable inference, the law of succession, and statistical inference (1927)
 */
export function wilsonInterval(count: number, rows: number): [number, number] {
  if (rows === 0) return [0, 1];
  const z2 = Z_975 * Z_975;
  const center = (count + z2 / 2) / (rows + z2);
  const reach = (Z_975 / (rows + z2)) * Math.sqrt((count * (rows - count)) / rows + z2 / 4);
  // At either end the sums are 0 and 1 but for rounding.
  return [count === 0 ? 0 : center - reach, count === rows ? 1 : center + reach];
}

/**
 * The exact 95 % interval of a share: its coverage is never below 95 %, and mostly above.
 *
 * @param count how many of the rows are right.
 * @param rows how many there are.
 * @see Clopper, Pearson: The use of confidence or fiducial limits illustrated in the case of the binomial (1934)
 */
export function clopperPearson(count: number, rows: number): [number, number] {
  return [
    count === 0 ? 0 : betaQuantile(0.025, count, rows - count + 1),
    count === rows ? 1 : betaQuantile(0.975, count + 1, rows - count),
  ];
}

/**
 * McNemar's exact test of two classifiers on the same rows: of the rows that only one of them names rightly, either should
 * have about half.
 *
 * @param b rows that only the model names rightly.
 * @param c rows that only the other names rightly.
 * @returns `p`, one-sided: how likely the model has at least b of them by luck. `pTwoSided`: that either has as many.
 * @see McNemar: Note on the sampling error of the difference between correlated proportions (1947); Dietterich (1998)
 */
export function mcnemar(b: number, c: number): { p: number; pTwoSided: number } {
  return { p: atLeast(b, c), pTwoSided: Math.min(1, 2 * Math.min(atLeast(b, c), atLeast(c, b))) };
}

/** How likely at least `count` of `count + rest` fair coins fall heads. */
function atLeast(count: number, rest: number): number {
  return count === 0 ? 1 : incompleteBeta(0.5, count, rest + 1);
}
