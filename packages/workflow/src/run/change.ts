import type { Predictions } from '@stepwell/metrics';
import type { Decision } from '../decisions/index.ts';
import type { ExplanationDetails } from '../stages/explain/index.ts';
import type { Diagnostics } from '../stages/test/diagnose/index.ts';
import type { ModelSpec } from '../training/architecture/index.ts';
import type { FittedPreparation } from '../training/preparation/index.ts';
import type { RunState } from './run-state.ts';

/** Changes of a task. */
export interface Change {
  /** New values of parts of the state. */
  state: Partial<RunState>;
  decisions: Decision[];
  /** What explains the configuration, too large for the state; only from its predictions for validation rows. */
  details: ExplanationDetails | null;
  /** Results of opening the vault; only from the last stage. */
  opening: Opening | null;
}

/** Results of the final model on the test rows. */
export interface Opening {
  /** In the order of the test rows. */
  predictions: Predictions;
  /** Of the rows of the test file without a target, in their order; null where there are none. */
  unscored: Predictions | null;
  diagnostics: Diagnostics;
  /** Of forecasts, which moments of which series the test rows are. */
  origins?: { time: string; times: string[]; series: string | null; names: string[] };
  /** The model that was tested, and the preparation of its rows. */
  tested: { preparation: FittedPreparation; spec: ModelSpec; weights: Float32Array[] };
}

/** @returns a change of the state with its decisions. */
export function change(state: Partial<RunState>, decisions: Decision[]): Change {
  return { state, decisions, details: null, opening: null };
}
