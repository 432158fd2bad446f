import { StepwellError } from '@stepwell/base/errors';
import type { Change } from './change.ts';
import { runState, type RunState } from './run-state.ts';

/**
 * Applies a change to a state, and validates the result.
 *
 * @returns the new state.
 * @throws {StepwellError} `internal` if the result is invalid, for example because of infinite numbers.
 */
export function apply(state: RunState, change: Change): RunState {
  const { data, error } = runState.safeParse({ ...state, ...change.state });
  if (data !== undefined) {
    checkSize(data);
    return data;
  }
  throw new StepwellError(
    'internal',
    `The stage ${state.stage} produced NaN or infinite numbers. Check the target and the inputs for extreme values.`,
    { cause: error },
  );
}

/**
 * Applies a permanent error to a state: the run has failed, with the reason. If the reopening of a tested run fails, the
 * run stays finished.
 */
export function fail(state: RunState, error: StepwellError): RunState {
  const failure = { code: error.code, message: error.message };
  const status = state.test === null ? 'failed' : 'finished';
  return { ...state, status, plan: null, search: null, failure };
}

/** Limit of a state in bytes. A database row has 2,000,000: the state, the spec of up to 64 kB, and short columns. */
const MOST_BYTES = 1_900_000;

/** @throws {StepwellError} `dataset_too_large` if the names of columns and classes are too long to store. */
export function checkSize(state: RunState | RunState['definition']): void {
  const bytes = new TextEncoder().encode(JSON.stringify(state)).byteLength;
  if (bytes <= MOST_BYTES) return;
  throw new StepwellError(
    'dataset_too_large',
    `The state of the run takes ${(bytes / 1e6).toFixed(2)} MB, mostly names of columns and classes; the limit is ${MOST_BYTES / 1e6} MB. Shorten the names, or leave columns out.`,
    { details: { bytes, limitBytes: MOST_BYTES } },
  );
}
