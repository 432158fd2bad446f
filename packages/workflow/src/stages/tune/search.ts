import { z } from 'zod';
import type { EffortBudget } from '../../question/index.ts';
import { trial, type Trial } from '../../training/trial/index.ts';

/** The state of a search: its candidates and their progress. */
export const search = z.object({
  /** All candidates, in the order they were drawn; the starting configuration first. */
  candidates: z.array(trial),
  /** The rung under way. */
  rung: z.int().nonnegative(),
  /**
   * What each rung gives a candidate: its splits, and whether fits are short. `share` of the training rows is below 1 in searches of
   * earlier versions only.
   */
  rungs: z.array(z.object({ from: z.int(), to: z.int(), share: z.number(), short: z.literal(true).optional() })),
  /** The ids of the candidates that take part in each rung so far. */
  alive: z.array(z.array(z.string())),
});
export type Search = z.infer<typeof search>;

/** One in this many candidates goes on from short fits. */
const ETA = 4;
/** The short fits' share of the epochs, and fewest epochs. */
export const SHORT_SHARE = 1 / 3;
const FEWEST_EPOCHS = 4;
/** So many are judged on everything. */
const FEWEST_FINALISTS = 3;

/**
 * The rungs of successive halving. Candidates first train for a third of their epochs on half of the splits. A quarter of them go on,
 * and train for all of their epochs on all splits.
 *
 * @param isByTime whether splits are windows in time order: the later ones have the most training rows.
 * @see Jamieson, Talwalkar: Non-stochastic best arm identification and hyperparameter optimization (2016); Li et al.:
 *   Hyperband (2018)
 */
export function rungsFor(splits: number, candidates: number, isByTime = false): Search['rungs'] {
  const whole = { from: 0, to: splits, share: 1 };
  if (candidates <= FEWEST_FINALISTS) return [whole];
  const half = Math.ceil(splits / 2);
  const some = isByTime ? { from: splits - half, to: splits } : { from: 0, to: half };
  return [{ ...some, share: 1, short: true }, whole];
}

/** How many candidates of a rung continue. */
export function survivorsOf(count: number): number {
  return Math.min(count, Math.max(FEWEST_FINALISTS, Math.ceil(count / ETA)));
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
): number {
  for (let count = budget.trials; count > budget.fewestTrials; count--) {
    let alive = count;
    let spent = 0;
    for (const { from, to, short } of rungsFor(splits, count)) {
      spent += alive * (to - from) * (short === true ? SHORT_SHARE : 1);
      alive = survivorsOf(alive);
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

function onRung(candidate: Trial, { from, to, share, short }: Search['rungs'][number]): Trial {
  const splits = share === 1 ? range(from, to) : [0];
  if (short === true) return shortened(candidate, splits);
  const id = share === 1 ? candidate.id : `${candidate.id}-${share * 100}`;
  return { ...candidate, id, share, splits };
}

/** A candidate for a share of its epochs, over which its learning rate falls as it would over all of them. */
function shortened(candidate: Trial, splits: number[]): Trial {
  const epochs = Math.min(candidate.epochs, Math.max(FEWEST_EPOCHS, Math.ceil(SHORT_SHARE * candidate.epochs)));
  const { decay } = candidate.config;
  const config = decay === undefined ? candidate.config : { ...candidate.config, decay: epochs };
  return { ...candidate, id: `${candidate.id}-short`, config, epochs, splits };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
