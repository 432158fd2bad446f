import type { Effort } from './run-spec.ts';

/** What an effort buys. */
export interface EffortBudget {
  /** Rungs of the scale-up ladder. */
  rungs: number;
  /** Configurations that tuning begins with, the starting one included; most are dropped early. */
  trials: number;
  /** Minibatches that one fit of the first rung may take; later rungs get more. */
  minibatches: number;
  /** Minibatches that all of tuning may take; it tries fewer configurations rather than cut them short. */
  tuningMinibatches: number;
  /** Floating-point operations that all of tuning may take. */
  tuningFlops: number;
  /** Epochs that one fit may take at most. */
  maxEpochs: number;
}

const EFFORTS: Record<Effort, EffortBudget> = {
  single: { rungs: 1, trials: 1, minibatches: 600, tuningMinibatches: 60_000, tuningFlops: 1e11, maxEpochs: 60 },
  quick: { rungs: 3, trials: 6, minibatches: 600, tuningMinibatches: 60_000, tuningFlops: 1e11, maxEpochs: 60 },
  standard: {
    rungs: 5,
    trials: 24,
    minibatches: 1_200,
    tuningMinibatches: 300_000,
    tuningFlops: 1.5e12,
    maxEpochs: 150,
  },
  thorough: {
    rungs: 6,
    trials: 48,
    minibatches: 3_000,
    tuningMinibatches: 3_000_000,
    tuningFlops: 2e13,
    maxEpochs: 400,
  },
};

/** @returns what `effort` buys. */
export function budgetOfEffort(effort: Effort): EffortBudget {
  return EFFORTS[effort];
}

/**
 * Epochs that spend a number of minibatches, within reason: at least eight, so that a curve has a shape.
 *
 * @param minibatches how many to spend.
 * @param batchesPerEpoch minibatches an epoch takes.
 * @param maxEpochs the most to return.
 */
export function epochsFor(minibatches: number, batchesPerEpoch: number, maxEpochs: number): number {
  return Math.min(maxEpochs, Math.max(8, Math.ceil(minibatches / batchesPerEpoch)));
}
