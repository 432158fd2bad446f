import { mean } from '@stepwell/metrics';
import type { FitOutcome } from './trial.ts';

/** A trial's curves, averaged over its folds epoch by epoch. */
export interface MeanCurves {
  trainLoss: number[];
  validationLoss: number[];
  /** Null if no fold has one. */
  validationScore: (number | null)[];
}

/**
 * @param given the folds of one trial.
 * @returns the mean over the folds at each epoch; see `toSameLength`.
 */
export function meanCurves(given: FitOutcome[]): MeanCurves {
  const outcomes = toSameLength(given);
  const epochs = Math.min(...outcomes.map(({ history }) => history.validationLoss.length));
  const average = (at: (outcome: FitOutcome, epoch: number) => number) =>
    Array.from({ length: epochs }, (_, epoch) => mean(outcomes.map((outcome) => at(outcome, epoch))));
  return {
    trainLoss: average(({ history }, epoch) => history.trainLoss[epoch]!),
    validationLoss: average(({ history }, epoch) => history.validationLoss[epoch]!),
    validationScore: Array.from({ length: epochs }, (_, epoch) =>
      meanOfKnown(outcomes.map(({ history }) => history.validationScore[epoch] ?? null)),
    ),
  };
}

/**
 * Continues the curves of folds that ended before the others, with the mean of their last epochs: they ended because nothing more was
 * to be expected.
 *
 * @returns the folds as they are if one diverged.
 */
export function toSameLength(outcomes: FitOutcome[]): FitOutcome[] {
  const longest = Math.max(...outcomes.map(({ history }) => history.validationLoss.length));
  if (outcomes.some(({ diverged }) => diverged)) return outcomes;
  return outcomes.map((outcome) => {
    const { trainLoss, validationLoss, validationScore } = outcome.history;
    const missing = longest - validationLoss.length;
    if (missing === 0) return outcome;
    const width = smoothingWidth(validationLoss.length);
    const repeat = <T>(values: T[], last: T) => [...values, ...Array.from({ length: missing }, () => last)];
    return {
      ...outcome,
      history: {
        trainLoss: repeat(trainLoss, mean(trainLoss.slice(-width))),
        validationLoss: repeat(validationLoss, mean(validationLoss.slice(-width))),
        validationScore: repeat(validationScore, meanOfKnown(validationScore.slice(-width))),
      },
    };
  });
}

/** @returns the mean of the numbers that aren't null; null if there are none. */
export function meanOfKnown(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
}

/**
 * A centred moving average; near the ends the window is cut, not shifted.
 *
 * @param values the curve.
 * @param width of the window, odd.
 */
export function smooth(values: number[], width: number): number[] {
  const reach = (width - 1) / 2;
  return values.map((_, i) => mean(values.slice(Math.max(0, i - reach), i + reach + 1)));
}

/** @returns the smoothing window for a curve: about a tenth of its epochs, odd, from 1 to 15. */
export function smoothingWidth(epochs: number): number {
  const tenth = Math.min(15, Math.max(1, Math.round(epochs / 10)));
  return tenth % 2 === 1 ? tenth : tenth + 1;
}

/** @returns the index of the smallest value; the first of equals. */
export function indexOfSmallest(values: number[]): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[best]!) best = i;
  return best;
}
