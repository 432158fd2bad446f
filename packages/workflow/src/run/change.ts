import type { Decision } from '../decisions/index.ts';
import type { Predictions } from '../measure/index.ts';
import type { RunState } from './run-state.ts';

/** What a task changes. */
export interface Change {
  /** Parts of the state that take new values. */
  state: Partial<RunState>;
  decisions: Decision[];
  /** Predictions for the test rows, in order; only from the last stage. */
  predictions: Predictions | null;
}

/** A change of the state with its decisions. */
export function change(state: Partial<RunState>, decisions: Decision[]): Change {
  return { state, decisions, predictions: null };
}
