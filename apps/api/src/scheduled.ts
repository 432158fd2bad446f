import { wakeQuietRuns } from './durable/wake.ts';
import type { Env } from './env.ts';

/**
 * What is done every few minutes, by the cron of wrangler.toml.
 *
 * @param controller.scheduledTime milliseconds since 1970.
 */
export async function scheduled({ scheduledTime }: { scheduledTime: number }, env: Env): Promise<void> {
  await wakeQuietRuns(env, scheduledTime);
}
