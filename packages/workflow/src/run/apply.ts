import { StepwellError } from '../errors/index.ts';
import type { Change } from './perform.ts';
import { runState, type RunState } from './run-state.ts';

/** What a change makes of a state. The result is checked: nothing else may be stored. */
export function apply(state: RunState, change: Change): RunState {
  return runState.parse({ ...state, ...change.state });
}

/** What an error that would come again makes of a state: the run has failed, and says why. */
export function fail(state: RunState, error: StepwellError): RunState {
  return { ...state, status: 'failed', plan: null, failure: { code: error.code, message: error.message } };
}
