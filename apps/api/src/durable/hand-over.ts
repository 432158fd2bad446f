import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { moveToBackground } from '../storage/background.ts';
import type { StoredRun } from '../storage/runs.ts';
import { instanceId, type RunWorkflowParams } from '../run-workflow-params.ts';

/**
 * Hands a run to the service: a fresh instance of the durable driver takes over from whichever there was.
 *
 * @throws {StepwellError} `step_conflict` when it was handed over meanwhile by somebody else.
 */
export async function handOver(env: Env, run: Pick<StoredRun, 'id' | 'generation'>): Promise<void> {
  if (!(await moveToBackground(env.DB, run.id, run.generation))) {
    throw new StepwellError('step_conflict', 'The run was handed over meanwhile. Read it again.');
  }
  await begin(env, [{ runId: run.id, generation: run.generation + 1 }]);
}

/**
 * Hands a run that the service drives to a fresh instance.
 *
 * @returns false where somebody else has handed it over meanwhile, or taken it back, which then is as it should be.
 */
export async function handOverAgain(env: Env, run: Pick<StoredRun, 'id' | 'generation'>): Promise<boolean> {
  try {
    await handOver(env, run);
    return true;
  } catch (error) {
    if (error instanceof StepwellError) return false;
    throw error;
  }
}

/** A full instance goes on as a fresh one. May be repeated: nobody takes over twice. */
export async function passOn(env: Env, { runId, generation }: RunWorkflowParams): Promise<void> {
  await moveToBackground(env.DB, runId, generation);
  await begin(env, [{ runId, generation: generation + 1 }]);
}

/** Begins drivers beside the first, for the fits of one plan. May be repeated. */
export async function fanOut(
  env: Env,
  { runId, generation }: RunWorkflowParams,
  plan: number,
  lanes: number,
): Promise<void> {
  await begin(
    env,
    Array.from({ length: lanes }, () => ({ runId, generation, helping: plan })),
  );
}

/** An instance that there is already is left as it is. */
async function begin(env: Env, all: RunWorkflowParams[]): Promise<void> {
  await env.RUNS.createBatch(all.map((params, lane) => ({ id: instanceId(params, lane + 1), params })));
}
