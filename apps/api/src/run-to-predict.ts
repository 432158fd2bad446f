import { StepwellError } from '@stepwell/base/errors';
import type { Env } from './env.ts';
import { requireKey } from './keys.ts';
import { checkId } from './report-of.ts';
import { loadRun, type StoredRun } from './storage/runs.ts';

/**
 * Loads a run to use its model.
 *
 * @param authorization the request's Authorization header; needed only where the key holder has switched predictions off for others.
 * @throws {StepwellError} `unknown_run`; `predictions_off` or `forbidden`.
 */
export async function runToPredict(
  env: Pick<Env, 'DB'>,
  id: string,
  authorization: string | undefined,
): Promise<StoredRun> {
  const run = await loadRun(env.DB, checkId(id));
  if (run.predictions === 'link') return run;
  if (run.shownId !== run.id || authorization === undefined) {
    throw new StepwellError(
      'predictions_off',
      'Whoever holds this run\'s key has switched prediction off for others. Ask them to switch it on, or to predict your rows. With the key, send it as "Authorization: Bearer KEY" to the run\'s own link.',
    );
  }
  await requireKey(authorization, run.keyHash);
  return run;
}
