import type { ExportedHandlerScheduledHandler } from '@cloudflare/workers-types';
import { wakeQuietRuns } from './durable/wake.ts';
import type { Env } from './env.ts';

/** What is done every few minutes, by the cron of wrangler.toml. */
export const scheduled: ExportedHandlerScheduledHandler<Env> = async ({ scheduledTime }, env) => {
  await wakeQuietRuns(env, scheduledTime);
};
