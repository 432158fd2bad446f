import { z } from 'zod';
import type { EffortBudget } from '../../question/index.ts';
import { trial, type Trial } from '../../training/trial/index.ts';

/** The state of a search: its candidates and their progress. */
export const search = z.object({
  /** All candidates, in the order they were drawn; the starting configuration first. */
  candidates: z.array(trial),
  /** The rung under way. */
  rung: z.int().nonnegative(),
  /** What each rung gives a candidate: splits evaluated so far and in it, or the share of the training rows. */
  rungs: z.array(z.object({ from: z.int(), to: z.int(), share: z.number() })),
  /** The ids of the candidates that take part in each rung so far. */
  alive: z.array(z.array(z.string())),
});
export type Search = z.infer<typeof search>;

/** One in this many candidates of a rung continues. */
const ETA = 2;

/**
 * The rungs of successive halving. With several splits a candidate earns them: first a quarter of them, then half, then
 * all, so that what was trained is never thrown away. With one split a candidate earns training rows instead.
 *
 * @see Jamieson, Talwalkar: Non-stochastic best arm identification and hyperparameter optimization (2016); Li et al.:
 *   Hyperband (2018), 3.4, for training rows as the resource
 */
export function rungsFor(splits: number, candidates: number): Search['rungs'] {
  if (candidates <= 2) return [{ from: 0, to: splits, share: 1 }];
  if (splits === 1) return [0.25, 0.5, 1].map((share) => ({ from: 0, to: 1, share }));
  const ends = [...new Set([Math.ceil(splits / 4), Math.ceil(splits / 2), splits])];
  return ends.map((to, i) => ({ from: i === 0 ? 0 : ends[i - 1]!, to, share: 1 }));
}

/** How many candidates of a rung continue. */
export function survivorsOf(count: number): number {
  return Math.max(2, Math.ceil(count / ETA));
}

/**
 * How many candidates the budget can take through the rungs.
 *
 * @param aSplit what one candidate takes on one split.
 * @returns at least two.
 */
export function affordableCandidates(
  budget: EffortBudget,
  aSplit: { minibatches: number; flops: number },
  splits: number,
): number {
  for (let count = budget.trials; count > 2; count--) {
    let alive = count;
    let spent = 0;
    for (const { from, to, share } of rungsFor(splits, count)) {
      spent += alive * (to - from) * share;
      alive = survivorsOf(alive);
    }
    if (spent * aSplit.minibatches <= budget.tuningMinibatches && spent * aSplit.flops <= budget.tuningFlops) {
      return count;
    }
  }
  return 2;
}

/** The trials of the rung under way: each candidate alive on the rung's splits, or on its share of the rows. */
export function trialsOfRung({ candidates, rung, rungs, alive }: Search): Trial[] {
  const { from, to, share } = rungs[rung]!;
  const ids = new Set(alive[rung]);
  return candidates
    .filter(({ id }) => ids.has(id))
    .map((candidate) => onRung(candidate, share, share === 1 ? range(from, to) : [0]));
}

/** Every trial that a candidate has been through, the rung under way included; only those of its last share count. */
export function trialsOfCandidate(search: Search, candidate: Trial): Trial[] {
  const reached = search.rungs.filter((_, i) => search.alive[i]?.includes(candidate.id) === true);
  const { share } = reached.at(-1)!;
  return reached
    .filter((rung) => rung.share === share)
    .map(({ from, to }) => onRung(candidate, share, range(from, to)));
}

function onRung(candidate: Trial, share: number, splits: number[]): Trial {
  const id = share === 1 ? candidate.id : `${candidate.id}-${share * 100}`;
  return { ...candidate, id, share, splits };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
