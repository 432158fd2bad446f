import type { StageName } from '../decisions/index.ts';
import { fitsOf, type FitRef } from '../training/trial/index.ts';
import { allTrialsOf } from '../stages/tune/index.ts';
import { splitCount, type RunState } from './run-state.ts';

/** A task that is ready. */
export type Task =
  /** Decide a stage from the data. */
  | { kind: 'analyse'; stage: StageName }
  /** Train one fit for a step. */
  | { kind: 'fit'; fit: FitRef }
  /** All fits of the plan are done: evaluate them. */
  | { kind: 'conclude'; stage: StageName };

/**
 * Determines the next tasks of a run, for all drivers.
 *
 * @param state the decisions so far.
 * @param isDone whether a fit of the current plan is finished.
 * @returns the ready tasks in order, which are independent of each other; empty if the run has ended.
 */
export function advance(state: RunState, isDone: (fitId: string) => boolean): Task[] {
  if (state.status !== 'running') return [];
  if (state.plan === null) return [{ kind: 'analyse', stage: state.stage }];
  const open = plannedFits(state).filter((fit) => !isDone(fit.id));
  return open.length > 0 ? open.map((fit) => ({ kind: 'fit', fit })) : [{ kind: 'conclude', stage: state.stage }];
}

/** @returns the fits that the current plan is evaluated on: its own, and those of a search's earlier rungs. */
export function judgedFits(state: RunState): FitRef[] {
  const splits = splitCount(state);
  const { search } = state;
  if (search === null) return plannedFits(state);
  return search.candidates.flatMap((candidate) =>
    allTrialsOf(search, candidate).flatMap((trial) => fitsOf(trial, splits)),
  );
}

/** @returns the fits of the current plan, finished or not. */
export function plannedFits(state: RunState): FitRef[] {
  const splits = splitCount(state);
  return (state.plan ?? []).flatMap((trial) => fitsOf(trial, splits));
}
