import type { Env } from '../env.ts';
import { readRuns, takeRun } from '../storage/usage.ts';
import { dailyLimit, dayOf, quotaExceeded } from './limits.ts';

/** Checks the daily limits before creating a run. @throws {StepwellError} `quota_exceeded`. */
export async function requireRunsLeft(env: Env, client: string, now: number): Promise<void> {
  const most = limitsOf(env);
  if (most === null) return;
  const used = await readRuns(env.DB, dayOf(now), client);
  if (most.own !== null && used.own >= most.own) {
    const words = `${used.own} of ${most.own} runs were created from your network`;
    throw quotaExceeded('DAILY_RUNS', words, { limit: most.own, used: used.own }, now);
  }
  if (most.all !== null && used.all >= most.all) {
    const words = `${used.all} of ${most.all} runs of all users were created`;
    throw quotaExceeded('DAILY_RUNS_OF_ALL', words, { limit: most.all, used: used.all }, now);
  }
}

/** Counts a run that is about to be stored. @throws {StepwellError} `quota_exceeded` if the limit was reached meanwhile. */
export async function countRun(env: Env, client: string, now: number): Promise<void> {
  const most = limitsOf(env);
  if (most === null || (await takeRun(env.DB, dayOf(now), client, most))) return;
  await requireRunsLeft(env, client, now);
}

function limitsOf(env: Env): { own: number | null; all: number | null } | null {
  const most = { own: dailyLimit(env, 'DAILY_RUNS'), all: dailyLimit(env, 'DAILY_RUNS_OF_ALL') };
  return most.own === null && most.all === null ? null : most;
}
