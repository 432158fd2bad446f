import type { Env } from '../env.ts';
import type { Operations } from '../storage/operations.ts';
import { deleteObjects, listObjects, runPrefix, type Listed } from '../storage/prefixes.ts';
import { CLEAN_AFTER_MS } from '../storage/commits.ts';
import { namedCheckpoints, noteCleaned, runsToClean, type RunToClean } from '../storage/to-clean.ts';
import { isSuperseded } from './is-superseded.ts';

/** Operations besides listing: reading due runs and checkpoints, deleting, storing the next check. */
const OVERHEAD = 4;
/** Most objects before a call stops checking further runs. */
const OBJECTS = 10_000;

/**
 * Deletes leftover objects of existing runs: superseded checkpoints, cards of earlier versions, objects of interrupted
 * steps. Objects stay for an hour, since a driver may still read them.
 *
 * @param now milliseconds since 1970.
 * @returns the number of runs checked and objects deleted.
 */
export async function cleanSuperseded(
  env: Pick<Env, 'DB' | 'OBJECTS'>,
  now: number,
  operations: Operations,
): Promise<{ runs: number; objects: number }> {
  operations.count(OVERHEAD);
  const due = await runsToClean(env.DB, now, operations.left);
  if (due.length === 0) return { runs: 0, objects: 0 };
  let seen = 0;
  const listed: { run: RunToClean; objects: Listed[]; whole: boolean }[] = [];
  for (const run of due) {
    if (operations.left === 0 || seen >= OBJECTS) break;
    const found = await listObjects(env.OBJECTS, runPrefix(run.id), operations);
    listed.push({ run, ...found });
    seen += found.objects.length;
  }
  const checkpoints = await namedCheckpoints(
    env.DB,
    listed.map(({ run }) => run.id),
  );
  const keys: string[] = [];
  const cleaned: { id: string; version: number; cleanAt: number | null }[] = [];
  for (const { run, objects, whole } of listed) {
    const atRest = !run.running && now - run.changedAt >= CLEAN_AFTER_MS;
    const superseded = objects.filter(({ key }) => isSuperseded(key, run, checkpoints));
    const old = superseded.filter(({ uploadedAt }) => now - uploadedAt >= CLEAN_AFTER_MS);
    keys.push(...old.map(({ key }) => key));
    // Runs with more objects than listed stay due.
    if (whole)
      cleaned.push({ ...run, cleanAt: atRest && old.length === superseded.length ? null : nextCheck(run, now) });
  }
  await deleteObjects(env.OBJECTS, keys, operations);
  await noteCleaned(env.DB, cleaned);
  return { runs: cleaned.length, objects: keys.length };
}

/** @returns when to check a run again: the longer it hasn't changed, the later. */
function nextCheck({ changedAt }: RunToClean, now: number): number {
  return now + Math.max(CLEAN_AFTER_MS, now - changedAt);
}
