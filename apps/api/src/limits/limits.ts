import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';

/** What a day's limits are called, in the settings and in refusals. */
export type DailyLimit = 'DAILY_BYTES' | 'DAILY_RUNS' | 'DAILY_STEPS' | 'DAILY_RUNS_OF_ALL';

const DAY_MS = 86_400_000;

/** @returns whether strangers are limited at all: not where whoever started the service is its only client. */
export function limitsOn(env: Pick<Env, 'LIMITS'>): boolean {
  return env.LIMITS !== 'off';
}

/**
 * How much of something a day allows.
 *
 * @returns the setting; null where there is no such limit.
 * @throws {Error} for a setting that is no number: a mistyped limit must not be none.
 */
export function dailyLimit(env: Pick<Env, 'LIMITS' | DailyLimit>, name: DailyLimit): number | null {
  const setting = env[name];
  if (!limitsOn(env) || setting === undefined || setting.trim() === '') return null;
  const limit = Number(setting);
  if (!(limit >= 0)) throw new Error(`${name} is no number.`);
  return limit;
}

/** @returns the UTC day, as in `2026-09-01`. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/**
 * The error for a day's limit.
 *
 * @param used what was used of it today, in words: "200 of 200 runs were created from here".
 * @param details the limit, and the number used.
 */
export function quotaExceeded(
  name: DailyLimit,
  used: string,
  details: { limit: number; used: number },
  now: number,
): StepwellError {
  return new StepwellError(
    'quota_exceeded',
    `Today ${used} (${name}). That is what a day allows; it comes back at 00:00 UTC.`,
    { details: { ...details, retryAfterMs: DAY_MS - (now % DAY_MS) } },
  );
}
