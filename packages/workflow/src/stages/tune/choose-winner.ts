import { mean, standardDeviation } from '@stepwell/metrics';

/** A finished candidate: its score on each split, greater being better, and how complex it is. */
export interface Finalist {
  id: string;
  /** [splits]. */
  scores: number[];
  /** Weights, and what else makes a model more complex; the smaller the simpler. */
  complexity: number;
  /** Validation loss, which tells candidates apart whose scores and complexity are equal. */
  loss: number;
}

/**
 * The simplest candidate that is not worse than the best by more than one standard error. The error is that of the
 * difference to the best, split by split: what makes a split hard for all of them cancels.
 *
 * @returns the index of the winner, and of the best.
 * @see Breiman et al.: Classification and Regression Trees (1984), 3.4.3, the one-standard-error rule; paired as in
 *   Dietterich: Approximate statistical tests for comparing supervised classification learning algorithms (1998)
 */
export function chooseWinner(finalists: Finalist[]): { winner: number; best: number } {
  const means = finalists.map(({ scores }) => mean(scores));
  let best = 0;
  for (let i = 1; i < means.length; i++) {
    const lead = means[i]! - means[best]!;
    if (lead > 0 || (lead === 0 && finalists[i]!.loss < finalists[best]!.loss)) best = i;
  }
  let winner = best;
  finalists.forEach((candidate, i) => {
    const lag = candidate.scores.map((score, split) => finalists[best]!.scores[split]! - score);
    const error = lag.length < 2 ? 0 : standardDeviation(lag) / Math.sqrt(lag.length);
    const { complexity, loss } = finalists[winner]!;
    const simpler = candidate.complexity < complexity || (candidate.complexity === complexity && candidate.loss < loss);
    if (mean(lag) <= error && simpler) winner = i;
  });
  return { winner, best };
}

/**
 * How optimistic the winner's mean score is: on each split, how far the candidate that happens to be best there is
 * ahead of the winner, on average.
 *
 * @returns at least 0, in the scores' unit; null of fewer than two splits.
 * @see Tibshirani, Tibshirani: A bias correction for the minimum error rate in cross-validation (2009)
 */
export function optimismOf(finalists: Finalist[], winner: number): number | null {
  const { scores } = finalists[winner]!;
  if (scores.length < 2) return null;
  return mean(scores.map((score, split) => Math.max(...finalists.map((other) => other.scores[split]!)) - score));
}
