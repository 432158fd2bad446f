import { apply, type Change } from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import type { Env } from './env.ts';
import { keyIn, requireKey } from './keys.ts';
import { forgetLiveRun } from './live/live-run.ts';
import { checkId } from './report-of.ts';
import { viewRun } from './run-view.ts';
import { commitState } from './storage/commits.ts';
import { loadRun, type StoredRun } from './storage/runs.ts';

/**
 * A run for who may change it.
 *
 * @param authorization the request's header of this name.
 * @throws {StepwellError} `unknown_run`, `unauthorized` or `forbidden`.
 */
export async function runToChange(
  env: Pick<Env, 'DB'>,
  id: string,
  authorization: string | undefined,
): Promise<StoredRun> {
  const run = await loadRun(env.DB, checkId(id));
  if (run.shownId !== run.id) throw refusalOfLink(authorization);
  await requireKey(authorization, run.keyHash);
  return run;
}

/** The error for who would change a run through a link that only reads. @throws {StepwellError} `unauthorized`. */
export function refusalOfLink(authorization: string | undefined): StepwellError {
  keyIn(authorization);
  return new StepwellError('forbidden', 'This link only reads. Changing the run takes its own link, and its edit key.');
}

/** Commits what the person asked for. @throws {StepwellError} `step_conflict` when a step was committed first. */
export async function commitChange(env: Env, run: StoredRun, change: Change): Promise<ReturnType<typeof viewRun>> {
  const next = apply(run.state, change);
  if (!(await commitState(env.DB, run.id, run.version, next, change.decisions, Date.now()))) {
    throw new StepwellError('step_conflict', 'The run changed meanwhile. Read it again.');
  }
  forgetLiveRun(run.id);
  return viewRun(await loadRun(env.DB, run.id));
}
