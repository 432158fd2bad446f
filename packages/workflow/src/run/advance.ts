import type { StageName } from '../decisions/index.ts';
import { fitsOf, type FitRef } from '../training/trial/index.ts';
import { trialsOfCandidate } from '../stages/tune/index.ts';
import { splitCount, type RunState } from './run-state.ts';

/** One thing that can be done now. */
export type Task =
  /** Look at the data and decide. */
  | { kind: 'analyse'; stage: StageName }
  /** Train one fit for a step. */
  | { kind: 'fit'; fit: FitRef }
  /** All fits of the plan are done: judge them. */
  | { kind: 'conclude'; stage: StageName };

/**
 * What comes next. The only place that knows: no driver decides it.
 *
 * @param state what has been decided.
 * @param isDone whether a fit of the current plan is finished.
 * @returns the tasks that are ready, in order; independent ones together. Empty when the run has ended.
 */
export function advance(state: RunState, isDone: (fitId: string) => boolean): Task[] {
  if (state.status !== 'running') return [];
  if (state.plan === null) return [{ kind: 'analyse', stage: state.stage }];
  const open = plannedFits(state).filter((fit) => !isDone(fit.id));
  return open.length > 0 ? open.map((fit) => ({ kind: 'fit', fit })) : [{ kind: 'conclude', stage: state.stage }];
}

/** @returns the fits whose outcomes the current plan is judged by: its own, and those of a search's earlier rungs. */
export function judgedFits(state: RunState): FitRef[] {
  const splits = splitCount(state);
  const { search } = state;
  if (search === null) return plannedFits(state);
  return search.candidates.flatMap((candidate) =>
    trialsOfCandidate(search, candidate).flatMap((trial) => fitsOf(trial, splits)),
  );
}

/** @returns the fits of the current plan, finished or not. */
export function plannedFits(state: RunState): FitRef[] {
  const splits = splitCount(state);
  return (state.plan ?? []).flatMap((trial) => fitsOf(trial, splits));
}
