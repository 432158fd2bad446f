import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';

/** Names of the daily limits, in settings and error messages. */
export type DailyLimit = 'DAILY_BYTES' | 'DAILY_RUNS' | 'DAILY_STEPS' | 'DAILY_RUNS_OF_ALL';

const DAY_MS = 86_400_000;

/** @returns whether limits apply; a local service has none. */
export function limitsOn(env: Pick<Env, 'LIMITS'>): boolean {
  return env.LIMITS !== 'off';
}

/**
 * Reads a daily limit.
 *
 * @returns the limit, or null if none is set.
 * @throws {Error} if the setting is not a number, so a typo doesn't remove the limit.
 */
export function dailyLimit(env: Pick<Env, 'LIMITS' | DailyLimit>, name: DailyLimit): number | null {
  const setting = env[name];
  if (!limitsOn(env) || setting === undefined || setting.trim() === '') return null;
  const limit = Number(setting);
  if (!(limit >= 0))
    throw new Error(`The setting ${name} is "${setting}"; a number from 0 was expected. Correct it in wrangler.toml.`);
  return limit;
}

/** @returns the UTC day, as in `2026-09-01`. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/**
 * @param used today's usage as a clause: "200 of 200 runs were created from your network".
 * @param details the limit and the number used.
 * @returns the error for an exceeded daily limit.
 */
export function quotaExceeded(
  name: DailyLimit,
  used: string,
  details: { limit: number; used: number },
  now: number,
): StepwellError {
  return new StepwellError(
    'quota_exceeded',
    `Daily limit reached (${name}): today, ${used}. Try again after 00:00 UTC.`,
    { details: { ...details, retryAfterMs: DAY_MS - (now % DAY_MS) } },
  );
}
