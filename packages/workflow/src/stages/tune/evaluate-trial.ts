import { mean, standardDeviation } from '@stepwell/metrics';
import type { Config } from '../../training/architecture/index.ts';
import {
  indexOfSmallest,
  localQuadratic,
  meanCurves,
  meanOfKnown,
  smoothingWidth,
  toSameLength,
  type FitOutcome,
  type Trial,
} from '../../training/trial/index.ts';
import type { Finalist } from './choose-winner.ts';
import type { TunedTrial } from './tuned.ts';

/** Neighbours on each side that place the best epoch, as a share of the epochs. */
const PLACING = 0.16;
/** Beyond this share of the epochs a learning rate that falls to zero is so small that weights hardly change. */
const AT_REST = 0.75;

/** A candidate with its results so far. */
export interface EvaluatedTrial {
  trial: TunedTrial;
  /** The measure on each split at the candidate's best epoch, smoothed over epochs; empty where there is none. */
  scores: number[];
  /** The validation loss at that epoch; infinite if it diverged. */
  loss: number;
}

/**
 * Takes a candidate at the epoch where the measure, smoothed and averaged over the splits, is best: a model may go on
 * ranking better after its loss, inflated by overconfidence, has started to rise.
 *
 * @param outcomes one a split.
 */
export function evaluateTrial(candidate: Trial, outcomes: FitOutcome[], greaterIsBetter: boolean): EvaluatedTrial {
  const { validationLoss, validationScore } = meanCurves(outcomes);
  const width = smoothingWidth(validationLoss.length);
  const errors = validationScore.flatMap((score) => (score === null ? [] : [greaterIsBetter ? -score : score]));
  // If the measure isn't defined at some epoch, the loss decides.
  const curve = errors.length === validationLoss.length ? errors : validationLoss;
  const reach = Math.max(2, Math.round(PLACING * curve.length));
  const lowest = indexOfSmallest(localQuadratic(curve, reach)) + 1;
  // What was trained to the end can be used as it is.
  const isAtRest = candidate.config.decay !== undefined && lowest > AT_REST * curve.length;
  const bestEpoch = isAtRest ? curve.length : lowest;
  const identity = { id: candidate.id, config: candidate.config, bestEpoch, splits: outcomes.length };
  const known = toSameLength(outcomes).map(({ history }) => smoothedScore(history.validationScore, bestEpoch, width));
  const center = meanOfKnown(known);
  if (outcomes.some((outcome) => outcome.diverged)) {
    return { trial: { ...identity, score: null, sd: null, status: 'diverged' }, scores: [], loss: Infinity };
  }
  const loss = validationLoss[bestEpoch - 1]!;
  if (center === null) return { trial: { ...identity, score: null, sd: null, status: 'undefined' }, scores: [], loss };
  // A split without a score (one class only, for a ranking measure) is neutral.
  const scores = known.map((score) => score ?? center);
  return {
    trial: {
      ...identity,
      score: mean(scores),
      sd: scores.length > 1 ? standardDeviation(scores) : null,
      status: 'finished',
    },
    scores,
    loss,
  };
}

function smoothedScore(scores: (number | null)[], epoch: number, width: number): number | null {
  const reach = (width - 1) / 2;
  return meanOfKnown(scores.slice(Math.max(0, epoch - 1 - reach), epoch + reach));
}

/**
 * Weights that a model of this configuration has, roughly: regularization counts as simpler.
 *
 * @param pieces that numbers would have, where the configuration takes them.
 */
export function complexityOf(
  { units, dropout, l1, l2, features, numbers }: Config,
  inputs: number,
  pieces = 0,
): number {
  let width = (features ? 2 * inputs : inputs) + (numbers === undefined ? 0 : pieces);
  let weights = 0;
  for (const count of [...units, 1]) {
    weights += (width + 1) * count;
    width = count;
  }
  return (weights * (1 - dropout / 2)) / (1 + 10 * l2 + 100 * l1);
}

/** An evaluated candidate for the final, with scores oriented so that greater is better. */
export function finalistOf(
  { trial, scores, loss }: EvaluatedTrial,
  greaterIsBetter: boolean,
  complexity: number,
): Finalist {
  return {
    id: trial.id,
    scores: scores.map((score) => (greaterIsBetter ? score : -score)),
    complexity,
    loss,
  };
}
