import { advance } from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { setting } from '../settings.ts';
import { runStep } from '../step.ts';
import { noteWait } from '../storage/background.ts';
import { loadRun, type StoredRun } from '../storage/runs.ts';
import type { RunWorkflowParams } from '../run-workflow-params.ts';

/** What one turn of a durable driver came to: plain and small, for it is kept as the result of a Workflow's step. */
export type Turn =
  /** A step was done; so many fits were ready for others beside it, under this plan. */
  | { kind: 'stepped'; beside: number; plan: number }
  /** Another driver was first. */
  | { kind: 'again' }
  /** There is nothing to do now. */
  | { kind: 'wait'; milliseconds: number }
  /** What would come again however often it is tried. */
  | { kind: 'refused'; code: string; message: string }
  /** There is nothing to do any more. */
  | { kind: 'left'; why: 'ended' | 'taken back' | 'followed' | 'deleted' | 'plan done' };

/** Nobody looks after a driver that waits for less. */
const LONG_MS = 60_000;

/**
 * One turn: reads the run, leaves where it is no longer this driver's, else does one step by the path that every driver
 * takes.
 *
 * @param client names this driver.
 * @throws whatever storage threw: to be tried again.
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
    // What storage did may go well next time.
    if (error.code === 'corrupt_blob') throw error;
    const { retryAfterMs } = error.details;
    if (typeof retryAfterMs !== 'number') return { kind: 'refused', code: error.code, message: error.message };
    // Every fit is held: who only helps has helped.
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

/** How many more drivers would find a fit of their own, beside the one who takes the first. */
function fitsBeside(run: StoredRun): number {
  const tasks = advance(run.state, (fit) => run.fits.get(fit)?.done === true);
  return tasks[0]?.kind === 'fit' ? tasks.length - 1 : 0;
}
