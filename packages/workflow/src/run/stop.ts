import { StepwellError } from '@stepwell/base/errors';
import { byUser } from '../decisions/index.ts';
import { change, type Change } from './change.ts';
import type { RunState } from './run-state.ts';

/**
 * Stops a run where it stands. What it was waiting for is kept, so that it can be resumed; the vault stays closed.
 *
 * @throws {StepwellError} `not_ready` when it is not running.
 */
export function stop(state: RunState): Change {
  if (state.status !== 'running') {
    throw new StepwellError('not_ready', `The run is ${state.status}: there is nothing to stop.`);
  }
  const why = 'You ended the run before its test. Its sealed rows stay sealed; resume it to go on where it stands.';
  return change({ status: 'stopped', stoppedBy: 'person' }, [byUser(state.stage, 'stop here', why, {})]);
}

/**
 * Goes on with a run that the person has stopped, from where it stands.
 *
 * @throws {StepwellError} `not_ready` when it was not stopped, or by the gate.
 */
export function resume(state: RunState): Change {
  if (state.status !== 'stopped' || state.stoppedBy !== 'person') {
    const why =
      state.status === 'stopped'
        ? 'The gate stopped it: start it anew with "ignoreGate" to overrule that.'
        : `It is ${state.status}.`;
    throw new StepwellError('not_ready', `Only a run that was stopped by hand can be resumed. ${why}`);
  }
  return change({ status: 'running', stoppedBy: null }, [byUser(state.stage, 'resume', 'You went on.', {})]);
}
