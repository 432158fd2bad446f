import { StepwellError } from '@stepwell/base/errors';
import type { Change } from './change.ts';
import { runState, type RunState } from './run-state.ts';

/**
 * What a change makes of a state. The result is checked: nothing else may be stored.
 *
 * @throws {StepwellError} `internal` when a stage came to something that can't be, infinity for one.
 */
export function apply(state: RunState, change: Change): RunState {
  const { data, error } = runState.safeParse({ ...state, ...change.state });
  if (data !== undefined) {
    checkSize(data);
    return data;
  }
  throw new StepwellError(
    'internal',
    `The stage ${state.stage} came to numbers that can't be kept. Look for extreme values in the target or the inputs.`,
    { cause: error },
  );
}

/**
 * What an error that would come again makes of a state: the run has failed, and says why. A test that was made stays
 * made: a reopening that fails leaves the run finished, as it was.
 */
export function fail(state: RunState, error: StepwellError): RunState {
  const failure = { code: error.code, message: error.message };
  const status = state.test === null ? 'failed' : 'finished';
  return { ...state, status, plan: null, search: null, failure };
}

/** A row of the database holds 2,000,000 bytes: the state, the spec of up to 64 kB, and a few short columns beside them. */
const MOST_BYTES = 1_900_000;

/** @throws {StepwellError} `dataset_too_large` when names of columns and classes are too long to be kept. */
export function checkSize(state: RunState | RunState['definition']): void {
  const bytes = new TextEncoder().encode(JSON.stringify(state)).byteLength;
  if (bytes <= MOST_BYTES) return;
  throw new StepwellError(
    'dataset_too_large',
    `What is known of the run comes to ${(bytes / 1e6).toFixed(2)} MB, most of it names of columns and classes, whose letters take one to four bytes each; ${MOST_BYTES / 1e6} MB can be kept. Shorten the names, or leave columns out.`,
    { details: { bytes, limitBytes: MOST_BYTES } },
  );
}
