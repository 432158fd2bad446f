import { batchSizeFor, flopsPerRow } from '../training/architecture/index.ts';
import { countSplits } from '../stages/protocol/index.ts';
import { isAffordable, modelOfConfig, MOST_SPLITS, planRung, type ScaleUpContext } from '../stages/scale-up/index.ts';
import { budgetOfEffort, epochsFor, type RunSpec } from '../question/index.ts';
import { needsOutOfFold, rungsFor, SHORT_SHARE, survivorsOf } from '../stages/tune/index.ts';

/** Minibatches per step in the service's default settings. */
const MINIBATCHES_A_STEP = 2_000;
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
 * @returns fits, and steps of 2,000 minibatches.
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

/** Time of a fit besides arithmetic: requests, storage, evaluation. */
const SECONDS_PER_FIT = 0.02;
/** Of the stages before the ladder. */
const SECONDS_BEFORE = 1;
/** Epochs of a fit of the search, relative to the rung that it starts from. */
const SEARCH_EPOCHS = 0.5;
const FLOPS_PER_SECOND = 1e10;

/**
 * Estimates how long a run takes if it passes the gate and overfits in the lower half of the ladder, as most do. The
 * rates were fitted to whole runs of the example datasets on a local service, two cores, with `node bench/run-time.ts`: the estimate
 * was within about a factor of two of tables and texts, and several times too long for images. A network adds its round trips.
 */
export function secondsOf(context: ScaleUpContext): number {
  const { protocol, spec } = context;
  const budget = budgetOfEffort(spec.effort);
  const splits = countSplits(protocol);
  const rungs = spec.model.units === undefined ? Math.max(1, Math.floor(budget.rungs / 2)) : 1;
  const flops = Array.from({ length: rungs }, (_, index) => flopsOfFit(index, context));
  const ladder = Math.min(MOST_SPLITS, splits) * flops.reduce((sum, one) => sum + one, 0);
  const last = flops[rungs - 1] ?? 0;
  // It starts from one of the rungs.
  const searched = (SEARCH_EPOCHS * ((flops[0] ?? 0) + last)) / 2;
  const most = wholeFits(budget.trials, splits) * searched;
  const least = wholeFits(budget.fewestTrials, splits) * searched;
  const search = spec.effort === 'single' ? 0 : Math.max(least, Math.min(budget.tuningFlops, most));
  const total = ladder + search + last;
  return SECONDS_BEFORE + protocol.price.fits * SECONDS_PER_FIT + total / FLOPS_PER_SECOND;
}

/** Floating-point operations of one fit of a rung. */
function flopsOfFit(index: number, context: ScaleUpContext): number {
  const { definition, protocol, spec } = context;
  const { config, epochs, share } = planRung(index, context);
  return flopsPerRow(modelOfConfig(config, definition, spec)) * share * protocol.rows.train * epochs;
}

/** @returns how many fits to the last epoch a search takes as much as. */
function wholeFits(candidates: number, splits: number): number {
  let alive = candidates;
  let fits = 0;
  for (const { from, to, short } of rungsFor(splits, candidates)) {
    fits += alive * (to - from) * (short === true ? SHORT_SHARE : 1);
    alive = survivorsOf(alive);
  }
  return fits;
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
