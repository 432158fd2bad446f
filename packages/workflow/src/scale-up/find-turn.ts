import { standardDeviation } from '../measure/index.ts';
import { indexOfSmallest, smooth, smoothingWidth } from '../trial/index.ts';

/** Where validation loss turns for good while training loss goes on falling. */
export interface Turn {
  /** The epoch of the smallest smoothed validation loss; 1 for the first. */
  epoch: number;
  /** How far the smoothed validation loss has risen since, as a share of its smallest value. */
  rise: number;
  /** Standard deviation over the folds of the epoch at which each turns; null of fewer than two. */
  spread: number | null;
}

/** One fold's losses, epoch by epoch. */
export interface FoldLosses {
  trainLoss: number[];
  validationLoss: number[];
}

const MIN_EPOCHS = 8;
/** The rise must be this large a share of the smallest value … */
const MIN_RISE = 0.02;
/** … and this many standard errors of the difference of two averages of the curve's own noise. */
const NOISE_FACTOR = 3;

/**
 * Finds the epoch at which a model begins to overfit. Both curves are smoothed; the turn is the smallest smoothed
 * validation loss, and counts when at least a tenth of the curve lies behind it, when the loss there has risen by
 * more than 2 % and by three standard errors of the curve's own noise, and when training loss has fallen meanwhile.
 *
 * @param folds their losses; the epochs that all of them reached count.
 * @returns the turn, or null when there is none yet.
 */
export function findTurn(folds: FoldLosses[]): Turn | null {
  const epochs = Math.min(...folds.map((fold) => fold.validationLoss.length));
  const trainLoss = meanOver(folds.map((fold) => fold.trainLoss.slice(0, epochs)));
  const validationLoss = meanOver(folds.map((fold) => fold.validationLoss.slice(0, epochs)));
  if (epochs < MIN_EPOCHS) return null;
  const width = smoothingWidth(epochs);
  const smoothed = smooth(validationLoss, width);
  const train = smooth(trainLoss, width);
  const lowest = indexOfSmallest(smoothed);
  const tail = Math.max(3, Math.ceil(epochs / 10));
  if (lowest > epochs - 1 - tail) return null;
  const end = average(smoothed.slice(-tail));
  const risen = end - smoothed[lowest]!;
  const fell = average(train.slice(-tail)) < train[lowest]!;
  // The end is an average over `tail` epochs, the smallest value one over `width`.
  const standardError = noiseOf(validationLoss) * Math.sqrt(1 / tail + 1 / width);
  const enough = Math.max(MIN_RISE * smoothed[lowest]!, NOISE_FACTOR * standardError);
  if (!fell || risen <= enough) return null;
  const turns = folds.map((fold) => indexOfSmallest(smooth(fold.validationLoss.slice(0, epochs), width)) + 1);
  return {
    epoch: lowest + 1,
    rise: risen / smoothed[lowest]!,
    spread: turns.length < 2 ? null : standardDeviation(turns),
  };
}

function meanOver(curves: number[][]): number[] {
  return curves[0]!.map((_, epoch) => average(curves.map((curve) => curve[epoch]!)));
}

/** Standard deviation of the noise of a curve, from the differences between neighbours (von Neumann 1941). */
function noiseOf(values: number[]): number {
  const squares = values.slice(1).map((value, i) => (value - values[i]!) ** 2);
  return Math.sqrt(average(squares) / 2);
}

function average(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
