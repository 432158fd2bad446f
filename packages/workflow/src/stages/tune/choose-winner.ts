import { square } from '@stepwell/base/exact';
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
 * What an optimism with one split left out is multiplied by for that of all splits. It falls with the noise of a mean where
 * candidates are alike, so by the root of the ratio of splits; where they lie far apart, wrong choices are rarer too, and it
 * falls by the ratio. Between the two, by how much of the variance between candidates isn't noise.
 *
 * @see docs/measures.md, "Optimism of the tuning", for how much it leaves
 */
export function withAllSplits(finalists: readonly Finalist[]): number {
  const splits = finalists[0]!.scores.length;
  const means = finalists.map(({ scores }) => mean(scores));
  const grand = mean(means);
  const ofSplits = finalists[0]!.scores.map((_, split) => mean(finalists.map(({ scores }) => scores[split]!)));
  let between = 0;
  let noise = 0;
  finalists.forEach(({ scores }, i) => {
    between += splits * square(means[i]! - grand);
    scores.forEach((score, split) => (noise += square(score - means[i]! - ofSplits[split]! + grand)));
  });
  const others = finalists.length - 1;
  const ratio = (splits - 1) / splits;
  const root = Math.sqrt(ratio);
  if (others === 0 || between === 0) return root;
  const apart = Math.max(0, 1 - noise / (others * (splits - 1)) / (between / others));
  return (1 - apart) * root + apart * ratio;
}

/**
 * How optimistic the winner's mean score is. Each split is left out in turn, a winner is chosen on the others by the same rule,
 * and its mean there is compared with its score on the split left out. One split fewer makes a choice more optimistic; that is
 * taken back by `withAllSplits`.
 *
 * @returns at least 0, in the scores' unit; null of fewer than two splits.
 * @see Tsamardinos, Rakhshani, Lagani: Performance-estimation properties of cross-validation-based protocols with simultaneous
 *   hyper-parameter optimization (2015), whose nested protocol this is, without fitting anew
 */
export function optimismOf(finalists: Finalist[]): number | null {
  const splits = finalists[0]!.scores.length;
  if (splits < 2) return null;
  const ahead = Array.from({ length: splits }, (_, split) => {
    const rest = finalists.map((one) => ({ ...one, scores: one.scores.filter((__, other) => other !== split) }));
    const { winner } = chooseWinner(rest);
    return mean(rest[winner]!.scores) - finalists[winner]!.scores[split]!;
  });
  const bias = mean(ahead) * withAllSplits(finalists);
  // Sums of scores differ in their last digits.
  return bias > 1e-12 * Math.abs(mean(finalists[0]!.scores)) ? bias : 0;
}
