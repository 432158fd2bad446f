import { flopsPerRow, type Config } from '../training/architecture/index.ts';
import { fitsOf, trialOf, type Trial } from '../training/trial/index.ts';
import type { RunSpec } from '../question/index.ts';
import { countSplits, type Protocol } from '../stages/protocol/index.ts';
import {
  isAffordable,
  modelOfConfig,
  MOST_SPLITS,
  planRung,
  rungsOf,
  type ScaleUp,
  type ScaleUpContext,
} from '../stages/scale-up/index.ts';
import {
  fitsToAverage,
  rungsFor,
  sizeOfSearch,
  survivorsOf,
  trialsOfCandidate,
  type Search,
} from '../stages/tune/index.ts';
import { HELD_OUT_SHARE } from './fit-rows.ts';
import type { RunState } from './run-state.ts';

/** Seconds on a common machine; a driver compares them with the time that they take it. */
export interface Work {
  /** Of the fits that the current plan waits for, finished ones included. */
  planned: number;
  /** Of these fits, what is done. */
  done: number;
  /** Of what comes after them: at least and at most, as far as can be told. */
  after: [least: number, most: number];
}

/** Fitted to the fits of whole runs of the tables of `npm run bench:verdict` and the shipped digits. */
const SECONDS = { fit: 0.0022, minibatch: 5.5e-6, row: 1.8e-7, flop: 3.65e-11 };
/** What the stages' own decisions take, as a share of the fits. */
const DECIDING = 0.05;
/** Rungs mostly end before their last epoch. */
const RUNG_EPOCHS = 0.8;
/** Candidates take less than the configuration that they start from. */
const CANDIDATE = 0.75;
/** A rung's best epoch, as a share of its epochs. */
const BEST_EPOCH = 0.5;
/** Ladders mostly end by this rung; those that climb on mostly come to their last. */
const USUAL_RUNGS = 3;

type Sizes = Pick<ScaleUpContext, 'definition' | 'protocol' | 'spec'>;

/**
 * Estimates the work of a run from where it is.
 *
 * @param fractionOf which part of a fit is done, in [0, 1].
 * @returns null before the protocol is decided, or where nothing is left.
 */
export function workOf(state: RunState, spec: RunSpec, fractionOf: (fitId: string) => number): Work | null {
  const { definition, measure, protocol, plan, status } = state;
  if (status !== 'running' || definition === null || measure === null || protocol === null) return null;
  const context = { definition, measure, protocol, spec };
  let planned = 0;
  let done = 0;
  for (const trial of plan ?? []) {
    const each = workOfFit(trial, context);
    for (const { id } of fitsOf(trial, countSplits(protocol))) {
      planned += each;
      done += each * fractionOf(id);
    }
  }
  return { planned, done, after: workAfter(state, context) };
}

/** The work of a run that hasn't begun, if it passes the gate. */
export function workOfWhole(context: ScaleUpContext): [least: number, most: number] {
  return workFrom(0, context);
}

function workAfter(state: RunState, context: ScaleUpContext): [number, number] {
  const { plan, rungs, scaleUp, search } = state;
  if (state.stage === 'test') return [0, 0];
  if (state.tune !== null) {
    const best = state.tune.trials.find(({ id }) => id === state.tune!.best)!;
    return both((plan?.length ?? 1) * workOfFinal(best, context));
  }
  if (search !== null) return both(workOfSearchFrom(search, context));
  if (scaleUp !== null) return [0, 0];
  const climbing = state.stage === 'scale-up' && plan !== null;
  if (!climbing) return workFrom(0, context);
  // The rung under way is part of the plan. A rung that is tried again at a lower rate has been counted.
  const height = new Set(rungs.map(({ trial }) => trial.replace('-slower', ''))).size;
  return workFrom(Math.min(height, rungsOf(context) - 1) + 1, context, height);
}

/**
 * The ladder from a rung on, the search and the final fit.
 *
 * @param next the first rung that hasn't begun, 0 for all of them.
 * @param least the lowest rung that the ladder may end at.
 */
function workFrom(next: number, context: ScaleUpContext, least = 0): [number, number] {
  if (context.spec.effort === 'single') {
    const first = planRung(0, context);
    return both(
      workOfFinal({ config: first.config, bestEpoch: first.epochs }, context) +
        (next === 0 ? ladderWork(0, 1, context) : 0),
    );
  }
  let top = rungsOf(context) - 1;
  while (top > 0 && !isAffordable(top, context)) top--;
  const most = next > USUAL_RUNGS ? top : Math.min(top, Math.max(least, USUAL_RUNGS - 1));
  const ends = [least, most].map((end) => ladderWork(next, end + 1, context) + workOfSearch(end, context));
  return [Math.min(...ends), Math.max(...ends)];
}

function ladderWork(from: number, to: number, context: ScaleUpContext): number {
  let sum = 0;
  for (let index = from; index < to; index++) {
    const fits = Math.min(MOST_SPLITS, countSplits(context.protocol));
    sum += RUNG_EPOCHS * fits * workOfFit(planRung(index, context), context);
  }
  return sum;
}

/** A search that starts from a rung, and the final fit. */
function workOfSearch(index: number, context: ScaleUpContext): number {
  const { protocol } = context;
  const { config, epochs: most } = planRung(index, context);
  const start = { config, bestEpoch: Math.ceil(BEST_EPOCH * most) };
  const scaleUp: ScaleUp = { rungs: [], verdict: 'no-gain', start };
  const { epochs, candidates, shares, finalists } = sizeOfSearch(scaleUp, context);
  const trials = Array.from({ length: candidates }, (_, i) => trialOf(`tune-${i + 1}`, config, epochs));
  const alive = trials.map(({ id }) => id);
  const rungs = rungsFor(countSplits(protocol), candidates, protocol.order === 'time', shares);
  const few = finalists === undefined ? {} : { finalists };
  const search: Search = { candidates: trials, rung: 0, rungs, alive: [alive], ...few };
  const short = sumOf(
    trials.flatMap((trial) => trialsOfCandidate(search, trial)),
    context,
  );
  return CANDIDATE * short + workOfSearchFrom(search, context);
}

/** What a search takes after the rung under way: the whole fits of its last candidates, and the final fit. */
function workOfSearchFrom(search: Search, context: Sizes): number {
  const [first] = search.candidates;
  const final = workOfAveraging({ config: first!.config, bestEpoch: first!.epochs }, context);
  if (search.rung === search.rungs.length - 1) return CANDIDATE * final;
  const finalists = survivorsOf(search.alive[search.rung]!.length, search.finalists);
  const whole = { ...first!, splits: null };
  return CANDIDATE * (finalists * sumOf([whole], context) + final);
}

/** The final fits, and those of their kind on the splits that a search doesn't have. */
function workOfAveraging({ config, bestEpoch }: { config: Config; bestEpoch: number }, context: Sizes): number {
  const fits = fitsToAverage(config, bestEpoch, context);
  const repetition = { ...trialOf('out-of-fold', config, Math.max(1, bestEpoch)), splits: null };
  return fits * workOfFinal({ config, bestEpoch }, context) + (fits - 1) * sumOf([repetition], context);
}

function workOfFinal({ config, bestEpoch }: { config: Config; bestEpoch: number }, context: Sizes): number {
  return workOfFit(trialOf('final', config, Math.max(1, bestEpoch), { on: 'development' }), context);
}

function sumOf(trials: readonly Trial[], context: Sizes): number {
  const splits = countSplits(context.protocol);
  return trials.reduce((sum, trial) => sum + fitsOf(trial, splits).length * workOfFit(trial, context), 0);
}

/** Seconds of a fit on a common machine. */
function workOfFit(trial: Trial, { definition, protocol, spec }: Sizes): number {
  const { config, epochs } = trial;
  const { train, validation } = rowsOfTrial(trial, protocol);
  const flops = flopsPerRow(modelOfConfig(config, definition, spec));
  const epoch =
    SECONDS.minibatch * Math.ceil(train / config.batchSize) +
    SECONDS.row * (train + validation) +
    // A forward pass is a third of a training step.
    SECONDS.flop * flops * (train + validation / 3);
  return (1 + DECIDING) * (SECONDS.fit + epochs * epoch);
}

function rowsOfTrial(trial: Trial, { rows }: Protocol): { train: number; validation: number } {
  const all = rows.train + rows.validation;
  switch (trial.on) {
    case 'splits':
      return { train: trial.share * rows.train, validation: (trial.validationShare ?? 1) * rows.validation };
    case 'development':
      return { train: all, validation: 0 };
    case 'ordered':
    case 'shuffled':
    case 'grouped':
      return { train: (1 - HELD_OUT_SHARE) * all, validation: HELD_OUT_SHARE * all };
  }
}

function both(work: number): [number, number] {
  return [work, work];
}
