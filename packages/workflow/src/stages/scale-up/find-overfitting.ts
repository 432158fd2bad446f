import { mean, standardDeviation } from '@stepwell/metrics';
import { indexOfSmallest, localQuadratic } from '../../training/trial/index.ts';

/** Where validation loss turns for good while training loss goes on falling. */
export interface Overfitting {
  /** The epoch of the smallest smoothed validation loss; 1 for the first. */
  epoch: number;
  /** How far the smoothed validation loss has risen since, as a share of its smallest value. */
  rise: number;
  /** Standard deviation of the epochs at which folds turn by themselves; null of fewer than two that do. */
  spread: number | null;
}

/** One fold's losses, epoch by epoch. */
export interface FoldLosses {
  trainLoss: number[];
  validationLoss: number[];
}

const MIN_EPOCHS = 8;
/** Neighbours on each side, as a share of the epochs: wide to say whether there is a turn, narrow to say where. */
const WIDE = 0.25;
const NARROW = 0.16;
/** The rise must be this large a share of the smallest value … */
const MIN_RISE = 0.02;
/** … and this many standard errors of the difference of two averages of the curve's own noise. */
const NOISE_FACTOR = 3;
/** Noise that lasts from epoch to epoch is reckoned with up to this correlation of neighbours. */
const MOST_LASTING = 0.8;

/**
 * Finds the epoch at which a model begins to overfit, from the mean of the folds' curves. There is a turn when, smoothed
 * widely, validation loss is smallest before the last tenth of the curve, has risen since by more than 2 % and by three
 * standard errors of the curve's own noise, and training loss has fallen meanwhile. It is where the curve, smoothed
 * narrowly, is smallest.
 *
 * @param folds their losses; the epochs that all of them reached count.
 * @returns the turn, or null when there is none yet.
 */
export function findOverfitting(folds: FoldLosses[]): Overfitting | null {
  const epochs = Math.min(...folds.map((fold) => fold.validationLoss.length));
  if (epochs < MIN_EPOCHS) return null;
  const validation = meanOver(folds.map((fold) => fold.validationLoss.slice(0, epochs)));
  const train = meanOver(folds.map((fold) => fold.trainLoss.slice(0, epochs)));
  const wide = localQuadratic(validation, reachOf(epochs, WIDE));
  const lowest = indexOfSmallest(wide);
  const tail = Math.max(3, Math.ceil(epochs / 10));
  if (lowest > epochs - 1 - tail) return null;
  const risen = mean(wide.slice(-tail)) - wide[lowest]!;
  const fell = mean(train.slice(-tail)) < mean(train.slice(Math.max(0, lowest - tail), lowest + 1));
  // The end is an average over `tail` epochs, the smallest value roughly one over the reach.
  const error = noiseOf(validation, wide) * Math.sqrt(1 / tail + 1 / reachOf(epochs, WIDE));
  if (!fell || risen <= Math.max(MIN_RISE * Math.abs(wide[lowest]!), NOISE_FACTOR * error)) return null;
  const turns = folds.flatMap(({ validationLoss }) => {
    const curve = validationLoss.slice(0, epochs);
    return risesAtTheEnd(curve, tail) ? [lowestEpochOf(curve)] : [];
  });
  return {
    epoch: lowestEpochOf(validation),
    rise: risen / Math.abs(wide[lowest]!),
    spread: turns.length < 2 ? null : standardDeviation(turns),
  };
}

/** Whether a fold's own curve is higher at its end than at its lowest. */
function risesAtTheEnd(validationLoss: number[], tail: number): boolean {
  const wide = localQuadratic(validationLoss, reachOf(validationLoss.length, WIDE));
  const lowest = wide[indexOfSmallest(wide)]!;
  return mean(wide.slice(-tail)) - lowest > MIN_RISE * Math.abs(lowest);
}

function lowestEpochOf(validationLoss: number[]): number {
  return indexOfSmallest(localQuadratic(validationLoss, reachOf(validationLoss.length, NARROW))) + 1;
}

function reachOf(epochs: number, share: number): number {
  return Math.max(2, Math.round(share * epochs));
}

function meanOver(curves: number[][]): number[] {
  return curves[0]!.map((_, epoch) => mean(curves.map((curve) => curve[epoch]!)));
}

/**
 * Standard deviation of what an average over many epochs of the noise behaves like: that of the residuals, more where
 * neighbours resemble each other, as for a first-order autoregressive series.
 */
function noiseOf(values: number[], smoothed: number[]): number {
  const residuals = values.map((value, i) => value - smoothed[i]!);
  const variance = mean(residuals.map((residual) => residual * residual));
  if (variance === 0) return 0;
  // A parabola around each point takes up about five degrees of freedom of the whole.
  const unbiased = (variance * values.length) / Math.max(1, values.length - 5);
  const products = residuals.slice(1).map((residual, i) => residual * residuals[i]!);
  const lasting = Math.min(MOST_LASTING, Math.max(0, mean(products) / variance));
  return Math.sqrt((unbiased * (1 + lasting)) / (1 - lasting));
}
