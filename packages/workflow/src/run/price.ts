import { batchSizeFor } from '../training/architecture/index.ts';
import { MOST_SPLITS } from '../stages/scale-up/index.ts';
import { budgetOfEffort, epochsFor, type RunSpec } from '../question/index.ts';
import { needsOutOfFold, rungsFor, survivorsOf } from '../stages/tune/index.ts';

/** Minibatches per step in the service's default settings. */
const MINIBATCHES_A_STEP = 10_000;
/** Most trials of the gate on every split, and on their own split. */
const GATE_TRIALS = 8;
const GATE_CHECKS = 7;
/** Minibatches of the longest rung, relative to the first. */
const LONGEST_RUNG = 3;
/** Decisions of the stages, without those of each rung. */
const DECISIONS = 10;

/**
 * Computes the upper bound of a run's fits and steps: every rung of the ladder, each repeated at a smaller learning rate,
 * and the whole search.
 *
 * @param splits number of splits of the protocol.
 * @param trainRows training rows of each split.
 * @returns fits, and steps of 10,000 minibatches.
 */
export function priceOf(splits: number, trainRows: number, spec: RunSpec): { fits: number; steps: number } {
  const budget = budgetOfEffort(spec.effort);
  const batches = Math.ceil(trainRows / (spec.model.batchSize ?? batchSizeFor(trainRows)));
  const minibatches = batches * epochsFor(budget.minibatches, batches, budget.maxEpochs);
  const settled = spec.model.epochs === undefined ? null : batches * spec.model.epochs;
  const stepsOf = (fits: number, of: number) => fits * Math.ceil(of / MINIBATCHES_A_STEP);
  if (spec.effort === 'single') {
    const fits = (needsOutOfFold(spec) ? 2 : 1) * splits + 1;
    return { fits, steps: stepsOf(fits, settled ?? minibatches) + DECISIONS };
  }
  const gate = GATE_TRIALS * splits + GATE_CHECKS;
  const rungs = spec.model.units === undefined ? budget.rungs : 1;
  const ladder = 2 * rungs * Math.min(MOST_SPLITS, splits);
  const search = searchFits(budget.trials, splits);
  const outOfFold = splits;
  const tuning = Math.max(search, Math.ceil(budget.tuningMinibatches / MINIBATCHES_A_STEP));
  const steps =
    stepsOf(gate, 2 * minibatches) +
    stepsOf(ladder, settled ?? LONGEST_RUNG * minibatches) +
    (settled === null ? tuning : stepsOf(search, settled)) +
    stepsOf(outOfFold + 1, settled ?? LONGEST_RUNG * minibatches) +
    DECISIONS +
    2 * rungs;
  return { fits: gate + ladder + search + outOfFold + 1, steps };
}

/** @returns the number of fits of a search that starts with so many candidates. */
function searchFits(candidates: number, splits: number): number {
  let alive = candidates;
  let fits = 0;
  for (const { from, to } of rungsFor(splits, candidates)) {
    fits += alive * (to - from);
    alive = survivorsOf(alive);
  }
  return fits;
}
