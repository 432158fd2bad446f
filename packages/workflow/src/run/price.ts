import { batchSizeFor } from '../build/index.ts';
import { budgetOfEffort, epochsFor, type RunSpec } from '../spec/index.ts';

/** Minibatches that a step trains, as the service is set up. */
const MINIBATCHES_A_STEP = 2_000;
/** Trials of the gate, its controls included, at most. */
const GATE_TRIALS = 9;
/** Decisions of the stages, beside those of each rung. */
const DECISIONS = 10;

/**
 * What a run takes at most, before it starts: every rung of the ladder climbed, the whole search.
 *
 * @param splits of the protocol.
 * @param trainRows of each split.
 * @returns fits, and steps of 2,000 minibatches.
 */
export function priceOf(splits: number, trainRows: number, spec: RunSpec): { fits: number; steps: number } {
  const budget = budgetOfEffort(spec.effort);
  const batches = Math.ceil(trainRows / (spec.model.batchSize ?? batchSizeFor(trainRows)));
  const minibatches = batches * epochsFor(budget.minibatches, batches, budget.maxEpochs);
  const stepsOf = (fits: number, of: number) => fits * Math.ceil(of / MINIBATCHES_A_STEP);
  const gate = GATE_TRIALS * splits;
  const rungs = spec.model.units === undefined ? budget.rungs : 1;
  const ladder = rungs * splits;
  // Halving spends about as much as three rounds of all candidates on a quarter of the splits.
  const search = Math.ceil((3 * budget.trials * splits) / 4);
  const steps =
    stepsOf(gate, minibatches / 2) +
    stepsOf(ladder, 2 * minibatches) +
    Math.max(search, Math.ceil(budget.tuningMinibatches / MINIBATCHES_A_STEP)) +
    stepsOf(1, minibatches) +
    DECISIONS +
    rungs;
  return { fits: gate + ladder + search + 1, steps };
}
