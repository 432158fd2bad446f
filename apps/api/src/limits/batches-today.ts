import type { Env } from '../env.ts';
import { dailyLimit, dayOf, quotaExceeded } from './limits.ts';

/**
 * Checks the daily limit of batches of a logged run: that of a run's steps.
 *
 * @param log how far it is, and where it was when the day of its latest batch began.
 * @returns the day, if this is the first batch of it; else null.
 * @throws {StepwellError} `quota_exceeded`.
 */
export function requireBatchesLeft(
  env: Env,
  log: { next: number; quota_day: string | null; quota_from: number | null },
  now: number,
): string | null {
  const day = dayOf(now);
  if (log.quota_day !== day) return day;
  const limit = dailyLimit(env, 'DAILY_STEPS');
  const used = log.next - 1 - (log.quota_from ?? 0);
  if (limit !== null && used >= limit) {
    const words = `this run sent ${used} of ${limit} batches`;
    throw quotaExceeded('DAILY_STEPS', words, { limit, used }, now);
  }
  return null;
}
