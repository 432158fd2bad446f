import type { Env } from '../env.ts';
import { logFault } from '../log-fault.ts';
import { deleteRunRows, type Deletion } from '../storage/deletions.ts';
import { deleteLogRows } from '../storage/logs.ts';
import { Operations } from '../storage/operations.ts';
import { sweep } from './sweep.ts';

/** Operations per deletion; runs with tens of thousands of steps need more, which the scheduled job does. */
const OPERATIONS = 100;

/**
 * Deletes a run, its objects, and its datasets unless another run uses them. The first write deletes the run itself; the
 * scheduled job finishes whatever fails afterwards.
 *
 * @param now milliseconds since 1970.
 */
export async function deleteRun(env: Pick<Env, 'DB' | 'OBJECTS'>, runId: string, now: number): Promise<void> {
  const deletion = await deleteRunRows(env.DB, runId, now);
  if (deletion !== null) await sweepNow(env, deletion, now);
}

/** Deletes a logged run and its objects, in the same way. */
export async function deleteLog(env: Pick<Env, 'DB' | 'OBJECTS'>, id: string, now: number): Promise<void> {
  await deleteLogRows(env.DB, id, now);
  await sweepNow(env, { runId: id, deletedAt: now, datasets: [] }, now);
}

async function sweepNow(env: Pick<Env, 'DB' | 'OBJECTS'>, deletion: Deletion, now: number): Promise<void> {
  await sweep(env, [deletion], now, new Operations(OPERATIONS)).catch((fault: unknown) => {
    // The scheduled job deletes the rest.
    logFault("deleting a run's objects", fault);
  });
}
