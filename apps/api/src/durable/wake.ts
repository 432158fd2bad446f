import type { Env } from '../env.ts';
import { setting } from '../settings.ts';
import { quietRuns } from '../storage/background.ts';
import { handOverAgain } from './hand-over.ts';

/** Looked after in one go, the longest quiet first: on the free plan one call may ask the database 50 times. */
const MOST = 15;

/**
 * Looks after runs that the service should be driving and that have not moved for a while: whoever drove them was lost
 * on the way, and a fresh driver goes on from the last committed step.
 *
 * @param now milliseconds since 1970.
 * @returns how many were handed to a fresh driver.
 */
export async function wakeQuietRuns(env: Env, now: number): Promise<number> {
  const quietSince = now - setting(env, 'DRIVER_QUIET_SECONDS') * 1000;
  let woken = 0;
  for (const run of await quietRuns(env.DB, quietSince, now, MOST)) {
    if (await handOverAgain(env, run)) woken++;
  }
  return woken;
}
