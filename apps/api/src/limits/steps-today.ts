import type { Env } from '../env.ts';
import type { StoredRun } from '../storage/runs.ts';
import { beginDay, countLost } from '../storage/usage.ts';
import { dailyLimit, dayOf, quotaExceeded } from './limits.ts';

/**
 * Checks a run's daily limit of steps. Only the first step of a day writes to the database.
 *
 * @param run the run, just loaded.
 * @throws {StepwellError} `quota_exceeded`.
 */
export async function requireStepsLeft(env: Env, run: StoredRun, now: number): Promise<void> {
  const limit = dailyLimit(env, 'DAILY_STEPS');
  if (limit === null) return;
  const day = dayOf(now);
  const isFirst = run.quota?.day !== day;
  const used = isFirst ? 0 : run.steps - run.quota!.from;
  if (used >= limit) {
    throw quotaExceeded('DAILY_STEPS', `this run took ${used} of ${limit} steps`, { limit, used }, now);
  }
  if (isFirst) await beginDay(env.DB, run.id, day, run.steps);
}

/** @returns whether a run that has taken a step today may take another. */
export function hasStepsLeft(env: Env, run: Pick<StoredRun, 'steps' | 'quota'>, now: number): boolean {
  const limit = dailyLimit(env, 'DAILY_STEPS');
  return limit === null || (run.quota?.day === dayOf(now) && run.steps - run.quota.from < limit);
}

/** Counts steps that were computed but not committed, because another driver committed first. */
export async function countLostSteps(env: Env, run: StoredRun, lost: number, now: number): Promise<void> {
  if (lost > 0 && dailyLimit(env, 'DAILY_STEPS') !== null) await countLost(env.DB, run.id, dayOf(now), lost);
}
