import { StepwellError } from '../errors/index.ts';
import type { Change } from './change.ts';
import { runState, type RunState } from './run-state.ts';

/**
 * What a change makes of a state. The result is checked: nothing else may be stored.
 *
 * @throws {StepwellError} `internal` when a stage came to something that can't be, infinity for one.
 */
export function apply(state: RunState, change: Change): RunState {
  const { data, error } = runState.safeParse({ ...state, ...change.state });
  if (data !== undefined) return data;
  throw new StepwellError(
    'internal',
    `The stage ${state.stage} came to numbers that can't be kept. Look for extreme values in the target or the inputs.`,
    { cause: error },
  );
}

/** What an error that would come again makes of a state: the run has failed, and says why. */
export function fail(state: RunState, error: StepwellError): RunState {
  return {
    ...state,
    status: 'failed',
    plan: null,
    search: null,
    failure: { code: error.code, message: error.message },
  };
}
