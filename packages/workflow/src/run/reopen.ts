import { StepwellError } from '@stepwell/base/errors';
import { byUser } from '../decisions/index.ts';
import { planTest } from '../stages/test/index.ts';
import { change, type Change } from './change.ts';
import type { RunState } from './run-state.ts';

/**
 * Opens the vault once more, for another trial of the search. Allowed, counted, and shown: a test that was looked at
 * before it chose is no longer a test.
 *
 * @param trialId a finished or dropped trial of the search.
 * @throws {StepwellError} `not_ready` before the test, `invalid_request` for a trial that there is not.
 * @see Chollet, Deep Learning with Python, 4.2.1: information leaks
 */
export function reopen(state: RunState, trialId: string): Change {
  const { tune, test } = state;
  if (state.status !== 'finished' || tune === null || test === null) {
    throw new StepwellError('not_ready', 'The test rows are still sealed: the run opens them itself, at its end.');
  }
  const trial = tune.trials.find(({ id }) => id === trialId);
  if (trial === undefined || trial.status === 'diverged') {
    const known = tune.trials.filter(({ status }) => status !== 'diverged').map(({ id }) => id);
    throw new StepwellError(
      'invalid_request',
      `There is no trial "${trialId}" to test. There are ${known.join(', ')}.`,
    );
  }
  const why = `The sealed rows were opened ${test.opened === 1 ? 'once' : `${test.opened} times`} before. What is chosen after seeing them is fitted to them a little: believe the first opening.`;
  return change({ status: 'running', failure: null, stage: 'test', plan: planTest(tune, trialId, test.opened) }, [
    byUser('test', `open the vault again for ${trialId}`, why, { opened: test.opened, trial: trialId }),
  ]);
}
