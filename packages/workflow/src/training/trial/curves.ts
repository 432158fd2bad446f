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
 * @param outcomes the folds of one trial, of equal length.
 * @returns the mean over the folds at each epoch that all of them reached.
 */
export function meanCurves(outcomes: FitOutcome[]): MeanCurves {
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
