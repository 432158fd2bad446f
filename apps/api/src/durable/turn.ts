import { advance } from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { setting } from '../settings.ts';
import { runStep } from '../step.ts';
import { noteWait } from '../storage/background.ts';
import { loadRun, type StoredRun } from '../storage/runs.ts';
import type { RunWorkflowParams } from '../run-workflow-params.ts';

/** Result of one turn of a durable driver; stored as the result of a Workflow step, so small and serializable. */
export type Turn =
  /** A step was done; `beside` further fits of this plan can be trained in parallel. */
  | { kind: 'stepped'; beside: number; plan: number }
  /** Another driver committed first. */
  | { kind: 'again' }
  /** Nothing to do now. */
  | { kind: 'wait'; milliseconds: number }
  /** An error that repeating won't resolve. */
  | { kind: 'refused'; code: string; message: string }
  /** Nothing left to do. */
  | { kind: 'left'; why: 'ended' | 'taken back' | 'followed' | 'deleted' | 'plan done' };

/** Longer waits are stored, so the driver isn't considered lost. */
const LONG_MS = 60_000;

/**
 * Takes one turn: loads the run, and does one step unless another driver has taken over.
 *
 * @param client name of this driver.
 * @throws errors of the storage, to be retried.
 */
export async function takeTurn(env: Env, params: RunWorkflowParams, client: string): Promise<Turn> {
  try {
    const run = await loadRun(env.DB, params.runId);
    const left = reasonToLeave(run, params);
    if (left !== null) return { kind: 'left', why: left };
    const beside = fitsBeside(run);
    await runStep(env, run, {
      client,
      budget: { minibatches: setting(env, 'STEP_MINIBATCHES'), flops: setting(env, 'STEP_FLOPS') },
    });
    return { kind: 'stepped', beside, plan: run.version };
  } catch (error) {
    if (!(error instanceof StepwellError)) throw error;
    if (error.code === 'unknown_run') return { kind: 'left', why: 'deleted' };
    if (error.code === 'step_conflict' || error.code === 'stale_step') return { kind: 'again' };
    // Storage may recover, so retry.
    if (error.code === 'corrupt_blob') throw error;
    const { retryAfterMs } = error.details;
    if (typeof retryAfterMs !== 'number') return { kind: 'refused', code: error.code, message: error.message };
    // Every fit is leased, so a parallel driver isn't needed any more.
    if (params.helping !== undefined) return { kind: 'left', why: 'plan done' };
    if (retryAfterMs > LONG_MS) await noteWait(env.DB, params.runId, Date.now() + retryAfterMs);
    return { kind: 'wait', milliseconds: retryAfterMs };
  }
}

function reasonToLeave(
  run: StoredRun,
  { generation, helping }: RunWorkflowParams,
): (Turn & { kind: 'left' })['why'] | null {
  if (run.state.status !== 'running') return 'ended';
  if (!run.inBackground) return 'taken back';
  if (run.generation !== generation) return 'followed';
  return helping === undefined || helping === run.version ? null : 'plan done';
}

/** @returns the number of ready fits besides the first. */
function fitsBeside(run: StoredRun): number {
  const tasks = advance(run.state, (fit) => run.fits.get(fit)?.done === true);
  return tasks[0]?.kind === 'fit' ? tasks.length - 1 : 0;
}
