import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';
import { LEASE_MS } from './lease.ts';

/**
 * Notes that the service drives a run, by a driver after the one that was read.
 *
 * @param before the generation that was read.
 * @returns whether it was noted: false when somebody else was first.
 */
export async function moveToBackground(db: D1Database, runId: string, before: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE runs SET keep_going = 1, generation = generation + 1, driver_failure = NULL, driver_waits_until = 0
       WHERE id = ?1 AND generation = ?2`,
    )
    .bind(runId, before)
    .run();
  return meta.changes > 0;
}

/**
 * Notes that the service no longer drives a run: whoever does for it leaves at the next turn. Counts as a hand-over, so
 * that nobody who has read the run before hands it to the service again.
 */
export async function moveToForeground(db: D1Database, runId: string): Promise<void> {
  await db.prepare(`UPDATE runs SET keep_going = 0, generation = generation + 1 WHERE id = ?1`).bind(runId).run();
}

/** Notes why a driver of this generation gave up, unless another has followed it. */
export async function giveUp(db: D1Database, runId: string, generation: number, why: string): Promise<void> {
  await db
    .prepare(`UPDATE runs SET keep_going = 0, driver_failure = ?3 WHERE id = ?1 AND generation = ?2`)
    .bind(runId, generation, why)
    .run();
}

/** Notes until when the driver of a run waits: nobody needs to look after it before. */
export async function noteWait(db: D1Database, runId: string, until: number): Promise<void> {
  await db.prepare(`UPDATE runs SET driver_waits_until = ?2 WHERE id = ?1`).bind(runId, until).run();
}

const quietRow = z.object({ id: z.string(), generation: z.int() });

/**
 * Runs that the service should be driving and that have not moved.
 *
 * @param since the last step of each is older, in milliseconds since 1970.
 * @param now those whose driver waits until later are left out.
 * @param most how many at most, the longest quiet first.
 */
export async function quietRuns(
  db: D1Database,
  since: number,
  now: number,
  most: number,
): Promise<{ id: string; generation: number }[]> {
  const { results } = await db
    .prepare(
      `SELECT id, generation FROM runs
       WHERE keep_going = 1 AND status = 'running' AND updated_at < ?1 AND driver_waits_until < ?2
         AND NOT EXISTS (SELECT 1 FROM fits WHERE run_id = runs.id AND lease_until > ?1 + ?4)
       ORDER BY updated_at LIMIT ?3`,
    )
    .bind(since, now, most, LEASE_MS)
    .all();
  return z.array(quietRow).parse(results);
}
