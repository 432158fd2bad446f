import { StepwellError } from '@stepwell/base/errors';
import { byUser } from '../decisions/index.ts';
import { planTest } from '../stages/test/index.ts';
import { change, type Change } from './change.ts';
import type { RunState } from './run-state.ts';

/**
 * Reopens the vault to test another trial of the search. Openings are counted and shown, because choosing a model by its
 * test score makes the score optimistic.
 *
 * @param trialId a finished or dropped trial of the search.
 * @throws {StepwellError} `not_ready` before the test, `invalid_request` for an unknown trial.
 * @see Chollet, Deep Learning with Python, 4.2.1: information leaks
 */
export function reopen(state: RunState, trialId: string): Change {
  const { tune, test } = state;
  if (state.status !== 'finished' || tune === null || test === null) {
    throw new StepwellError(
      'not_ready',
      'The test rows are still sealed. Finish the run first; its last stage opens them.',
    );
  }
  const trial = tune.trials.find(({ id }) => id === trialId);
  if (trial === undefined || trial.status === 'diverged') {
    const known = tune.trials.filter(({ status }) => status !== 'diverged').map(({ id }) => id);
    throw new StepwellError(
      'invalid_request',
      `There is no trial "${trialId}" to test. Choose one of ${known.join(', ')}.`,
    );
  }
  const why = `The sealed rows were opened ${test.opened === 1 ? 'once' : `${test.opened} times`} before. A model chosen after seeing their scores is slightly fitted to them, so trust the first opening.`;
  return change({ status: 'running', failure: null, stage: 'test', plan: planTest(tune, trialId, test.opened) }, [
    byUser('test', `open the vault again for ${trialId}`, why, { opened: test.opened, trial: trialId }),
  ]);
}
