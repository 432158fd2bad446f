import { apply, type Change } from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import type { Env } from './env.ts';
import { keyIn, requireKey } from './keys.ts';
import { dropLiveRun } from './live/live-run.ts';
import { checkId } from './report-of.ts';
import { viewRun } from './run-view.ts';
import { commitState } from './storage/commits.ts';
import { loadRun, type StoredRun } from './storage/runs.ts';

/**
 * Loads a run and checks the edit key.
 *
 * @param authorization the request's Authorization header.
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

/** @returns the error for changing a run through a read-only link. @throws {StepwellError} `unauthorized` without a key. */
export function refusalOfLink(authorization: string | undefined): StepwellError {
  keyIn(authorization);
  return new StepwellError(
    'forbidden',
    "This link is read-only. To change the run, use the run's own link and its edit key.",
  );
}

/** Commits a change by the user. @throws {StepwellError} `step_conflict` if a step was committed first. */
export async function commitChange(env: Env, run: StoredRun, change: Change): Promise<ReturnType<typeof viewRun>> {
  const next = apply(run.state, change);
  if (!(await commitState(env.DB, run.id, run.version, next, change.decisions, Date.now()))) {
    throw new StepwellError('step_conflict', 'The run changed meanwhile. Load it again, then repeat the change.');
  }
  dropLiveRun(run.id);
  return viewRun(await loadRun(env.DB, run.id));
}
