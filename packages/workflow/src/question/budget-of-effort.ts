import type { Effort } from './run-spec.ts';

/** Budget of an effort level. */
export interface EffortBudget {
  /** Rungs of the scale-up ladder. */
  rungs: number;
  /** Configurations that tuning starts with, including the initial one; most are dropped early. */
  trials: number;
  /** Fewest configurations, whatever they take. */
  fewestTrials: number;
  /** Most minibatches of one fit of the first rung; later rungs get more. */
  minibatches: number;
  /** Most minibatches of tuning; if needed, it tries fewer configurations instead of shortening them. */
  tuningMinibatches: number;
  /** Most floating-point operations of tuning. */
  tuningFlops: number;
  /** Fits of the chosen configuration that are averaged, at most. */
  fits: number;
  /** Most epochs of one fit. */
  maxEpochs: number;
  /** Most floating-point operations of a fit of the first rung; beyond, rungs and short fits train on a share of the rows. */
  rungFlops: number;
  /** Most floating-point operations of a fit on all rows, if they allow the fewest epochs: they bound layers and epochs. */
  fitFlops: number;
  /** Candidates of a search that are judged on everything, where rungs train on a share of the rows. */
  finalistsOfMany: number;
}

const EFFORTS: Record<Effort, EffortBudget> = {
  single: {
    rungs: 1,
    trials: 1,
    fewestTrials: 1,
    minibatches: 600,
    tuningMinibatches: 60_000,
    tuningFlops: 1e11,
    fits: 1,
    maxEpochs: 60,
    rungFlops: Infinity,
    fitFlops: Infinity,
    finalistsOfMany: 1,
  },
  quick: {
    rungs: 3,
    trials: 6,
    fewestTrials: 4,
    minibatches: 600,
    tuningMinibatches: 60_000,
    tuningFlops: 1e11,
    fits: 1,
    maxEpochs: 60,
    rungFlops: 2.5e11,
    fitFlops: 5e11,
    finalistsOfMany: 1,
  },
  standard: {
    rungs: 5,
    trials: 24,
    fewestTrials: 12,
    minibatches: 1_200,
    tuningMinibatches: 300_000,
    tuningFlops: 5e11,
    fits: 5,
    maxEpochs: 150,
    rungFlops: 5e11,
    fitFlops: 4e12,
    finalistsOfMany: 2,
  },
  thorough: {
    rungs: 6,
    trials: 48,
    fewestTrials: 24,
    minibatches: 3_000,
    tuningMinibatches: 3_000_000,
    tuningFlops: 2e13,
    fits: 9,
    maxEpochs: 400,
    rungFlops: 5e12,
    fitFlops: 4e13,
    finalistsOfMany: 3,
  },
};

/** @returns the budget of an effort level. */
export function budgetOfEffort(effort: Effort): EffortBudget {
  return EFFORTS[effort];
}

/** Fewer epochs have no curve that shows where it goes. */
export const FEWEST_EPOCHS = 8;

/**
 * Converts a number of minibatches to epochs: at least eight, so the curve has a shape.
 *
 * @param minibatches minibatches to spend.
 * @param batchesPerEpoch minibatches per epoch.
 * @param maxEpochs upper limit of the result.
 */
export function epochsFor(minibatches: number, batchesPerEpoch: number, maxEpochs: number): number {
  return Math.min(maxEpochs, Math.max(FEWEST_EPOCHS, Math.ceil(minibatches / batchesPerEpoch)));
}
