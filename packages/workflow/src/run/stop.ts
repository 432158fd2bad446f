import { StepwellError } from '@stepwell/base/errors';
import { byUser } from '../decisions/index.ts';
import { change, type Change } from './change.ts';
import type { RunState } from './run-state.ts';

/**
 * Stops a running run. Its plan is kept, so it can be resumed; the vault stays sealed.
 *
 * @throws {StepwellError} `not_ready` if it isn't running.
 */
export function stop(state: RunState): Change {
  if (state.status !== 'running') {
    throw new StepwellError('not_ready', `The run is ${state.status}, and only a running run can be stopped.`);
  }
  const why = 'You stopped the run before its test. The test rows stay sealed; resume the run to continue.';
  return change({ status: 'stopped', stoppedBy: 'person' }, [byUser(state.stage, 'stop here', why, {})]);
}

/**
 * Resumes a run that the user stopped.
 *
 * @throws {StepwellError} `not_ready` if it wasn't stopped, or was stopped by the gate.
 */
export function resume(state: RunState): Change {
  if (state.status !== 'stopped' || state.stoppedBy !== 'person') {
    const why =
      state.status === 'stopped'
        ? 'The gate stopped it: start it anew with "ignoreGate" to overrule that.'
        : `It is ${state.status}.`;
    throw new StepwellError('not_ready', `Only a run that you stopped can be resumed. ${why}`);
  }
  return change({ status: 'running', stoppedBy: null }, [byUser(state.stage, 'resume', 'You resumed the run.', {})]);
}
