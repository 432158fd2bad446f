import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { moveToBackground } from '../storage/background.ts';
import type { StoredRun } from '../storage/runs.ts';
import { instanceId, type RunWorkflowParams } from '../run-workflow-params.ts';

/**
 * Makes the service drive a run: starts a new durable driver, which replaces any earlier one.
 *
 * @throws {StepwellError} `step_conflict` if another request did so meanwhile.
 */
export async function requestBackground(env: Env, run: Pick<StoredRun, 'id' | 'generation'>): Promise<void> {
  if (!(await moveToBackground(env.DB, run.id, run.generation))) {
    throw new StepwellError(
      'step_conflict',
      'Another request changed the driver of this run meanwhile. Load the run, then try again.',
    );
  }
  await begin(env, [{ runId: run.id, generation: run.generation + 1 }]);
}

/**
 * Replaces the durable driver of a background run.
 *
 * @returns false if another request changed the driver meanwhile; nothing needs to be done then.
 */
export async function replaceDriver(env: Env, run: Pick<StoredRun, 'id' | 'generation'>): Promise<boolean> {
  try {
    await requestBackground(env, run);
    return true;
  } catch (error) {
    if (error instanceof StepwellError) return false;
    throw error;
  }
}

/** Replaces a driver that reached its limit of steps by a new one. Idempotent. */
export async function continueInNewDriver(env: Env, { runId, generation }: RunWorkflowParams): Promise<void> {
  await moveToBackground(env.DB, runId, generation);
  await begin(env, [{ runId, generation: generation + 1 }]);
}

/** Starts parallel drivers for the fits of one plan. Idempotent. */
export async function startParallelDrivers(
  env: Env,
  { runId, generation }: RunWorkflowParams,
  plan: number,
  lanes: number,
): Promise<void> {
  await begin(
    env,
    Array.from({ length: lanes }, (_, i) => ({ runId, generation, helping: plan, lane: i + 1 })),
  );
}

/** Starts drivers; existing instances are left unchanged. */
async function begin(env: Env, all: RunWorkflowParams[]): Promise<void> {
  await env.RUNS.createBatch(all.map((params) => ({ id: instanceId(params), params })));
}
