import type { Env } from '../env.ts';
import type { Operations } from '../storage/operations.ts';
import { deleteObjects, listObjects, runPrefix, type Listed } from '../storage/prefixes.ts';
import { CLEAN_AFTER_MS } from '../storage/commits.ts';
import { namedCheckpoints, noteCleaned, runsToClean, type RunToClean } from '../storage/to-clean.ts';
import { isSuperseded } from './is-superseded.ts';

/** Reading what is due and which checkpoints are named, deleting, and noting it. */
const OVERHEAD = 4;
/** After so many objects no further run is looked at in one call. */
const OBJECTS = 10_000;

/**
 * Deletes what steps have left behind of runs that go on, or have ended: checkpoints that a later one took the place of,
 * cards of earlier versions, what a step wrote that was cut short. A driver that is behind may still read what was
 * superseded just now: that stays for an hour.
 *
 * @param now milliseconds since 1970.
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
    // A run of which not all was seen stays due.
    if (whole)
      cleaned.push({ ...run, cleanAt: atRest && old.length === superseded.length ? null : nextLook(run, now) });
  }
  await deleteObjects(env.OBJECTS, keys, operations);
  await noteCleaned(env.DB, cleaned);
  return { runs: cleaned.length, objects: keys.length };
}

/** A run that has lain still is looked at again after as long: one that nobody goes on with costs ever less. */
function nextLook({ changedAt }: RunToClean, now: number): number {
  return now + Math.max(CLEAN_AFTER_MS, now - changedAt);
}
