import { z } from 'zod';
import type { Shares } from '../scale-up/index.ts';
import type { EffortBudget } from '../../question/index.ts';
import { trial, type Trial } from '../../training/trial/index.ts';

/** The state of a search: its candidates and their progress. */
export const search = z.object({
  /** All candidates, in the order they were drawn; the starting configuration first. */
  candidates: z.array(trial),
  /** The rung under way. */
  rung: z.int().nonnegative(),
  /**
   * What each rung gives a candidate: its splits, its share of the training rows, and whether fits are short. In searches of earlier
   * versions candidates earned rows: a share below 1 there, without short fits, is of the first split.
   */
  rungs: z.array(
    z.object({
      from: z.int(),
      to: z.int(),
      share: z.number(),
      validationShare: z.number().optional(),
      short: z.literal(true).optional(),
    }),
  ),
  /** The ids of the candidates that take part in each rung so far. */
  alive: z.array(z.array(z.string())),
  /** How many candidates are judged on everything; by their number when absent. */
  finalists: z.int().positive().optional(),
});
export type Search = z.infer<typeof search>;

/** One in this many candidates goes on from short fits. */
const ETA = 4;
/** The short fits' share of the epochs, and fewest epochs. */
const SHORT_SHARE = 1 / 3;
const FEWEST_EPOCHS = 4;
/** So many are judged on everything. */
const FEWEST_FINALISTS = 3;

/**
 * The rungs of successive halving. Candidates first train for a third of their epochs on half of the splits. A quarter of them go on,
 * and train for all of their epochs on all splits.
 *
 * @param shares of the rows, for short fits.
 * @param isByTime whether splits are windows in time order: the later ones have the most training rows.
 * @see Jamieson, Talwalkar: Non-stochastic best arm identification and hyperparameter optimization (2016); Li et al.:
 *   Hyperband (2018)
 */
export function rungsFor(
  splits: number,
  candidates: number,
  isByTime = false,
  shares: Shares = { share: 1 },
): Search['rungs'] {
  const whole = { from: 0, to: splits, share: 1 };
  if (candidates <= FEWEST_FINALISTS) return [whole];
  const half = Math.ceil(splits / 2);
  const some = isByTime ? { from: splits - half, to: splits } : { from: 0, to: half };
  return [{ ...some, ...shares, short: true }, whole];
}

/** How many candidates of a rung continue; `finalists` if the search says so. */
export function survivorsOf(count: number, finalists?: number): number {
  return Math.min(count, finalists ?? Math.max(FEWEST_FINALISTS, Math.ceil(count / ETA)));
}

/**
 * How many candidates the budget can take through the rungs. The search has the first word: where the budget is small, it is
 * exceeded rather than left with fewer than the effort's fewest.
 *
 * @param aSplit what one candidate takes on one split.
 * @returns at least the effort's fewest candidates.
 */
export function affordableCandidates(
  budget: EffortBudget,
  aSplit: { minibatches: number; flops: number },
  splits: number,
  { share = 1, finalists }: { share?: number; finalists?: number } = {},
): number {
  for (let count = budget.trials; count > budget.fewestTrials; count--) {
    let alive = count;
    let spent = 0;
    for (const { from, to, short } of rungsFor(splits, count)) {
      spent += alive * (to - from) * (short === true ? share * SHORT_SHARE : 1);
      alive = survivorsOf(alive, finalists);
    }
    if (spent * aSplit.minibatches <= budget.tuningMinibatches && spent * aSplit.flops <= budget.tuningFlops) {
      return count;
    }
  }
  return budget.fewestTrials;
}

/** The trials of the rung under way: each candidate alive, for its short or its whole fits. */
export function trialsOfRung({ candidates, rung, rungs, alive }: Search): Trial[] {
  const ids = new Set(alive[rung]);
  return candidates.filter(({ id }) => ids.has(id)).map((candidate) => onRung(candidate, rungs[rung]!));
}

/** Every trial that a candidate has been through, the rung under way included. */
export function allTrialsOf({ rungs, alive }: Search, candidate: Trial): Trial[] {
  return rungs.filter((_, i) => alive[i]?.includes(candidate.id) === true).map((rung) => onRung(candidate, rung));
}

/** The trials that a candidate is judged by: those of its last share of rows and epochs. */
export function trialsOfCandidate(search: Search, candidate: Trial): Trial[] {
  const all = allTrialsOf(search, candidate);
  const { id } = all.at(-1)!;
  return all.filter((one) => one.id === id);
}

/** The trial of a candidate on the first rung, where all candidates are. */
export function firstTrialOf({ rungs }: Search, candidate: Trial): Trial {
  return onRung(candidate, rungs[0]!);
}

function onRung(candidate: Trial, { from, to, share, validationShare, short }: Search['rungs'][number]): Trial {
  if (short === true) {
    const shares = { share, ...(validationShare === undefined ? {} : { validationShare }) };
    return shortened(candidate, range(from, to), shares);
  }
  const splits = share === 1 ? range(from, to) : [0];
  const id = share === 1 ? candidate.id : `${candidate.id}-${share * 100}`;
  return { ...candidate, id, share, splits };
}

/** A candidate for a share of its epochs, over which its learning rate falls as it would over all of them, on a share of the rows. */
function shortened(candidate: Trial, splits: number[], shares: Shares): Trial {
  // Of few rows, more epochs take no longer than all epochs of all rows.
  const most = Math.ceil(candidate.epochs / shares.share);
  const epochs = Math.min(most, Math.max(FEWEST_EPOCHS, Math.ceil(SHORT_SHARE * candidate.epochs)));
  const { decay } = candidate.config;
  const config = decay === undefined ? candidate.config : { ...candidate.config, decay: epochs };
  return { ...candidate, id: `${candidate.id}-short`, config, epochs, splits, ...shares };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
