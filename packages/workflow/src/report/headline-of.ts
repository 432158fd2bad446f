import type { RunState } from '../run/index.ts';
import { heroOf } from './hero.ts';
import { outcomeOf, type Outcome } from './outcome.ts';

/** A run's result in a line of a list. */
export interface Headline {
  outcome: Outcome;
  /** The number as it is shown, with its sign of percent; null before the test and the gate's stop. */
  value: string | null;
  /** What the number is; null without one. */
  caption: string | null;
}

/** @returns the outcome of a run and its number, as they head its page. */
export function headlineOf(state: RunState): Headline {
  const known = {
    run: { status: state.status, stoppedBy: state.stoppedBy },
    test: state.test,
    gate: state.gate,
    measure: state.measure,
    problem: state.definition,
    baselines: state.baselines,
  };
  const hero = heroOf(known);
  const estimate = hero?.estimate ?? null;
  return {
    outcome: outcomeOf(known),
    value: hero === null || estimate === null ? null : hero.format(estimate.value),
    caption: hero === null || estimate === null ? null : hero.caption,
  };
}
