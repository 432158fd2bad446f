import { exp } from '@stepwell/base/exact';
import { logGamma } from './incomplete-beta.ts';

/** So many of so many. */
export interface Hits {
  hits: number;
  rows: number;
}

/**
 * Fisher's exact test, one-sided: the probability that `fewer` has at most its hits, if the hits of both are spread over their rows
 * at random.
 *
 * @see Fisher, The Design of Experiments (1935), chapter II; the tail of the hypergeometric distribution
 */
export function fisherLess(fewer: Hits, others: Hits): number {
  const [hits, rows] = [fewer.hits + others.hits, fewer.rows + others.rows];
  const least = Math.max(0, hits - others.rows);
  let term = exp(logChoose(fewer.rows, fewer.hits) + logChoose(others.rows, others.hits) - logChoose(rows, hits));
  let sum = 0;
  for (let x = fewer.hits; x >= least && term > 0; x--) {
    sum += term;
    // From x hits to x - 1.
    term *= (x * (others.rows - hits + x)) / ((fewer.rows - x + 1) * (hits - x + 1));
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
