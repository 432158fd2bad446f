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
  /** A step was done; as many further steps of this plan can be done in parallel. */
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

/** What an instance remembers from one turn to the next, as long as it isn't started again. */
export interface TurnMemory {
  /** The run as the last step loaded it with its commit; null if it is to be loaded. */
  run: StoredRun | null;
}

/**
 * Takes one turn: loads the run, and does one step unless another driver has taken over.
 *
 * @param client name of this driver.
 * @param memory of the turn before; that of the next one is put there.
 * @throws errors of the storage, to be retried.
 */
export async function takeTurn(
  env: Env,
  params: RunWorkflowParams,
  client: string,
  memory: TurnMemory = { run: null },
): Promise<Turn> {
  try {
    const run = memory.run ?? (await loadRun(env.DB, params.runId));
    memory.run = null;
    const left = reasonToLeave(run, params);
    if (left !== null) return { kind: 'left', why: left };
    const beside = fitsBeside(run);
    const { committed, after } = await runStep(env, run, {
      client,
      thenLoad: true,
      place: (params.lane ?? 0) / setting(env, 'DRIVER_WIDTH'),
      budget: { minibatches: setting(env, 'STEP_MINIBATCHES'), flops: setting(env, 'STEP_FLOPS') },
    });
    memory.run = after;
    return { kind: 'stepped', beside: stepsBeside(beside, committed), plan: run.version };
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

/**
 * @param fits that were ready besides the first before a step.
 * @param committed how many fits the step committed.
 * @returns how many drivers find a step to do beside this one, if each step trains as many.
 */
function stepsBeside(fits: number, committed: number): number {
  // A single fit may have to be continued, so all others are free.
  if (committed <= 1) return fits;
  return Math.max(0, Math.ceil((fits + 1 - committed) / committed) - 1);
}
