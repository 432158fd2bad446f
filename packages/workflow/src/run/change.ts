import type { Predictions } from '@stepwell/metrics';
import type { Decision } from '../decisions/index.ts';
import type { Diagnostics } from '../stages/test/diagnose/index.ts';
import type { RunState } from './run-state.ts';

/** What a task changes. */
export interface Change {
  /** Parts of the state that take new values. */
  state: Partial<RunState>;
  decisions: Decision[];
  /** What the vault's opening shows; only from the last stage. */
  opening: Opening | null;
}

/** The test rows, met by the frozen model. */
export interface Opening {
  /** In the test rows' order. */
  predictions: Predictions;
  diagnostics: Diagnostics;
}

/** A change of the state with its decisions. */
export function change(state: Partial<RunState>, decisions: Decision[]): Change {
  return { state, decisions, opening: null };
}
