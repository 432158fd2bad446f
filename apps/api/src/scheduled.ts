import { clean } from './cleaning/scheduled.ts';
import { wakeQuietRuns } from './durable/wake.ts';
import type { Env } from './env.ts';
import { logLine } from './log.ts';

/**
 * What the service does by the clock: `crons` in `wrangler.toml` says when. Neither part keeps the other from its work.
 *
 * @param controller.scheduledTime milliseconds since 1970.
 * @throws {AggregateError} what storage threw, after everything else was done.
 */
export async function scheduled({ scheduledTime }: { scheduledTime: number }, env: Env): Promise<void> {
  const [woken, cleaned] = await Promise.allSettled([wakeQuietRuns(env, scheduledTime), clean(env, scheduledTime)]);
  const done = {
    ...(woken.status === 'fulfilled' ? { woken: woken.value } : {}),
    ...(cleaned.status === 'fulfilled' ? cleaned.value : {}),
  };
  logLine(env, { scheduled: new Date(scheduledTime).toISOString(), ...done });
  const failed = [woken, cleaned].flatMap((part): unknown[] => (part.status === 'rejected' ? [part.reason] : []));
  if (failed.length > 0) throw new AggregateError(failed, 'A part of the scheduled work failed; it is done again.');
}
