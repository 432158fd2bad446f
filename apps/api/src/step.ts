import { advance, type Task } from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import { chooseTask } from './choose-task.ts';
import { decide } from './decide.ts';
import type { Env } from './env.ts';
import { countLostSteps, requireStepsLeft } from './limits/steps-today.ts';
import { conflict } from './step-errors.ts';
import type { StepDone, StepRequest } from './step-request.ts';
import { runExists, type StoredRun } from './storage/runs.ts';
import { trainFits } from './train-fits.ts';

/**
 * Does one step of a run: chooses a task, does it, commits the result. What finishing a fit leaves of the budget goes to the
 * next one. All drivers use this function.
 *
 * @param run the run, just loaded.
 * @returns what the step did.
 * @throws {StepwellError} `stale_step`, `busy`, `quota_exceeded` or `step_conflict`, without changing anything.
 */
export async function runStep(env: Env, run: StoredRun, request: StepRequest): Promise<StepDone> {
  if (request.expect !== undefined && request.expect !== run.steps) {
    throw new StepwellError(
      'stale_step',
      `The run is at step ${run.steps}, but the request expected ${request.expect}. Load the run again, then repeat the step.`,
      {
        details: { steps: run.steps },
      },
    );
  }
  const tasks = advance(run.state, (fit) => run.fits.get(fit)?.done === true);
  const task = chooseTask(tasks, run.fits, request, Date.now());
  if (task === null) return { did: null, points: [], committed: 0, after: run };
  await requireStepsLeft(env, run, Date.now());
  try {
    return await doTask(env, run, task, request);
  } catch (error) {
    if (error instanceof StepwellError && error.code === 'step_conflict') {
      await countLostSteps(env, run, 1, Date.now());
      throw error;
    }
    // The run may have been deleted meanwhile, which isn't a storage error.
    if (!(await runExists(env.DB, run.id))) throw conflict();
    throw error;
  }
}

async function doTask(env: Env, run: StoredRun, task: Task, request: StepRequest): Promise<StepDone> {
  const stage = run.state.stage;
  if (task.kind === 'fit') return trainFits(env, run, task.fit, request);
  const after = await decide(env, run, task, request.thenLoad === true);
  return { did: { kind: task.kind, stage, fit: null }, points: [], committed: 1, after };
}
