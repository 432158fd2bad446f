import type { Env } from '../env.ts';
import { setting } from '../settings.ts';
import { quietRuns } from '../storage/background.ts';
import { replaceDriver } from './request-background.ts';

/** Runs per call; on Cloudflare's free plan one call may query the database 50 times. */
const MOST = 15;

/**
 * Restarts the drivers of background runs that haven't moved for a while. A new driver continues from the last committed
 * step.
 *
 * @param now milliseconds since 1970.
 * @returns the number of runs restarted.
 */
export async function wakeQuietRuns(env: Env, now: number): Promise<number> {
  const quietSince = now - setting(env, 'DRIVER_QUIET_SECONDS') * 1000;
  let woken = 0;
  for (const run of await quietRuns(env.DB, quietSince, now, MOST)) {
    if (await replaceDriver(env, run)) woken++;
  }
  return woken;
}
