import { tellDue } from './alerts/tell.ts';
import { clean } from './cleaning/scheduled.ts';
import { wakeQuietRuns } from './durable/wake.ts';
import type { Env } from './env.ts';
import { logLine } from './log.ts';

/**
 * Scheduled work of the service, called by `crons` in `wrangler.toml`. A failing part doesn't stop the others.
 *
 * @param controller.scheduledTime milliseconds since 1970.
 * @throws {AggregateError} errors of the storage, after all other work is done.
 */
export async function scheduled({ scheduledTime }: { scheduledTime: number }, env: Env): Promise<void> {
  const [woken, told, cleaned] = await Promise.allSettled([
    wakeQuietRuns(env, scheduledTime),
    tellDue(env, scheduledTime),
    clean(env, scheduledTime),
  ]);
  const done = {
    ...(woken.status === 'fulfilled' ? { woken: woken.value } : {}),
    ...(told.status === 'fulfilled' ? { told: told.value } : {}),
    ...(cleaned.status === 'fulfilled' ? cleaned.value : {}),
  };
  logLine(env, { scheduled: new Date(scheduledTime).toISOString(), ...done });
  const failed = [woken, told, cleaned].flatMap((part): unknown[] => (part.status === 'rejected' ? [part.reason] : []));
  if (failed.length > 0)
    throw new AggregateError(failed, 'Some of the scheduled work failed; the next call repeats it.');
}
