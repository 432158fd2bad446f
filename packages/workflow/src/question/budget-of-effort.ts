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
  /** Most epochs of one fit. */
  maxEpochs: number;
}

const EFFORTS: Record<Effort, EffortBudget> = {
  single: {
    rungs: 1,
    trials: 1,
    fewestTrials: 1,
    minibatches: 600,
    tuningMinibatches: 60_000,
    tuningFlops: 1e11,
    maxEpochs: 60,
  },
  quick: {
    rungs: 3,
    trials: 6,
    fewestTrials: 4,
    minibatches: 600,
    tuningMinibatches: 60_000,
    tuningFlops: 1e11,
    maxEpochs: 60,
  },
  standard: {
    rungs: 5,
    trials: 24,
    fewestTrials: 12,
    minibatches: 1_200,
    tuningMinibatches: 300_000,
    tuningFlops: 5e11,
    maxEpochs: 150,
  },
  thorough: {
    rungs: 6,
    trials: 48,
    fewestTrials: 24,
    minibatches: 3_000,
    tuningMinibatches: 3_000_000,
    tuningFlops: 2e13,
    maxEpochs: 400,
  },
};

/** @returns the budget of an effort level. */
export function budgetOfEffort(effort: Effort): EffortBudget {
  return EFFORTS[effort];
}

/**
 * Converts a number of minibatches to epochs: at least eight, so the curve has a shape.
 *
 * @param minibatches minibatches to spend.
 * @param batchesPerEpoch minibatches per epoch.
 * @param maxEpochs upper limit of the result.
 */
export function epochsFor(minibatches: number, batchesPerEpoch: number, maxEpochs: number): number {
  return Math.min(maxEpochs, Math.max(8, Math.ceil(minibatches / batchesPerEpoch)));
}
