import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { logFault } from '../log-fault.ts';
import {
  abandonAlerts,
  claimAlerts,
  deleteAlert,
  nextTry,
  postponeAlert,
  runsToTell,
  settleAlert,
  settleAll,
  type StoredAlert,
} from '../storage/alerts.ts';
import { loadRun, type StoredRun } from '../storage/runs.ts';
import { eventOf } from './message.ts';
import { sendAlert, type Told } from './send.ts';

/** Delays after each failed try; after the last try an alert is dropped. */
const DELAYS_MS = [60_000, 300_000, 900_000, 3_600_000];
/** Times that an alert is tried. */
export const MOST_TRIES = DELAYS_MS.length + 1;
/** How long a try may take; if the service dies during it, it is repeated afterwards. */
const CLAIM_MS = 60_000;
/** Runs per scheduled call; on Cloudflare's free plan one call may query the database 50 times. */
const MOST_RUNS = 5;

/**
 * Tells of the end of a run, to whoever asked for it and hasn't been told. Does nothing while the run is running. Idempotent: two
 * calls at once don't send twice.
 *
 * @param now milliseconds since 1970.
 * @returns the delay until the next try, in milliseconds; null if nothing is left to tell.
 * @throws errors of the storage.
 */
export async function tellEnd(env: Env, run: StoredRun, now: number): Promise<number | null> {
  if (run.state.status === 'running') return null;
  const event = eventOf(run.state);
  if (event === null) {
    await settleAll(env.DB, run.id, run.version);
    return null;
  }
  return tellEvent(env, { run, event }, now);
}

/** The same for a run that has to be loaded; one that was deleted has nothing to tell. */
export async function tellEndOf(env: Env, runId: string, now: number): Promise<number | null> {
  const run = await readRun(env, runId);
  return run === null ? null : tellEnd(env, run, now);
}

/** Tells that the service gave up driving a run, unless somebody has started it again. @returns as `tellEnd` does. */
export async function tellGaveUp(env: Env, runId: string, now: number): Promise<number | null> {
  const run = await readRun(env, runId);
  if (run === null) return null;
  if (run.state.status !== 'running') return tellEnd(env, run, now);
  return run.driverFailure === null ? null : tellEvent(env, { run, event: 'gave-up' }, now);
}

/** The same after a step. An error is logged: the scheduled job tells what is left. */
export async function tellAfterStep(env: Env, run: StoredRun): Promise<void> {
  await tellEnd(env, run, Date.now()).catch((fault: unknown) => logFault('telling of the end of a run', fault));
}

/**
 * Tells of the ends of runs that are due: those that no driver told, and further tries.
 *
 * @returns the number of runs.
 */
export async function tellDue(env: Env, now: number): Promise<number> {
  const due = await runsToTell(env.DB, now, MOST_RUNS);
  const told = await Promise.allSettled(due.map((runId) => tellEndOf(env, runId, now)));
  const faults = told.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
  if (faults.length > 0)
    throw new AggregateError(faults, 'Some alerts could not be handled; the next call repeats it.');
  return due.length;
}

/** @returns the run; null if there is nothing that could be told of it. */
async function readRun(env: Env, runId: string): Promise<StoredRun | null> {
  try {
    return await loadRun(env.DB, runId);
  } catch (error) {
    if (!(error instanceof StepwellError)) throw error;
    // It was deleted, or is of an earlier version, whose verdict can't be read.
    await abandonAlerts(env.DB, runId, error.message);
    return null;
  }
}

async function tellEvent(env: Env, told: Told, now: number): Promise<number | null> {
  const { id: runId, version } = told.run;
  const claimed = await claimAlerts(env.DB, { runId, version, event: told.event }, now, now + CLAIM_MS);
  await Promise.all(claimed.map((alert) => tell(env, alert, told, now)));
  const next = await nextTry(env.DB, runId, version);
  return next === null ? null : Math.max(1_000, next - now);
}

async function tell(env: Env, alert: StoredAlert, told: Told, now: number): Promise<void> {
  const { id, tries } = alert;
  const { version } = told.run;
  const outcome = await sendAlert(env, alert, told, now);
  switch (outcome.kind) {
    case 'sent':
      return settleAlert(env.DB, id, version, { sentAt: now, note: null });
    case 'gone':
      await deleteAlert(env.DB, alert.runId, id);
      return undefined;
    case 'dropped':
      return settleAlert(env.DB, id, version, { sentAt: null, note: outcome.note });
    case 'failed': {
      const delay = DELAYS_MS[tries - 1];
      if (delay === undefined) {
        const note = `${outcome.note} Given up after ${tries} tries.`;
        return settleAlert(env.DB, id, version, { sentAt: null, note });
      }
      const nextAt = now + Math.max(delay, outcome.waitMs ?? 0);
      return postponeAlert(env.DB, id, version, { nextAt, note: outcome.note });
    }
  }
}
