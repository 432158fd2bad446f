import type { Env } from '../env.ts';
import { logFault } from '../log-fault.ts';
import { buryRun } from '../storage/deletions.ts';
import { Operations } from '../storage/operations.ts';
import { sweep } from './sweep.ts';

/** More than any run has kept needs, unless it took tens of thousands of steps; then the scheduled job does the rest. */
const OPERATIONS = 100;

/**
 * Deletes a run with all that is kept of it, and its datasets unless another run uses them. From the first write on there
 * is no such run; what the rest of it does not come to, the scheduled job does.
 *
 * @param now milliseconds since 1970.
 */
export async function deleteRun(env: Pick<Env, 'DB' | 'OBJECTS'>, runId: string, now: number): Promise<void> {
  const deletion = await buryRun(env.DB, runId, now);
  if (deletion === null) return;
  await sweep(env, [deletion], now, new Operations(OPERATIONS)).catch((fault: unknown) => {
    // What is left over the scheduled job does.
    logFault('deleting what was kept of a run', fault);
  });
}
