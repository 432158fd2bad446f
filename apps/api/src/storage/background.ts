import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';
import { LEASE_MS } from './lease.ts';

/**
 * Marks a run as driven by the service, with a new driver.
 *
 * @param before the run's generation when it was loaded.
 * @returns whether it was marked; false if the generation changed meanwhile.
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
 * Marks a run as no longer driven by the service; its driver stops at the next turn. Changes the generation, so requests
 * that loaded the run earlier can't move it to the background again.
 */
export async function moveToForeground(db: D1Database, runId: string): Promise<void> {
  await db.prepare(`UPDATE runs SET keep_going = 0, generation = generation + 1 WHERE id = ?1`).bind(runId).run();
}

/** Stores why the driver of this generation stopped, unless another has replaced it. */
export async function recordDriverFailure(
  db: D1Database,
  runId: string,
  generation: number,
  why: string,
): Promise<void> {
  await db
    .prepare(`UPDATE runs SET keep_going = 0, driver_failure = ?3 WHERE id = ?1 AND generation = ?2`)
    .bind(runId, generation, why)
    .run();
}

/** Stores until when the driver of a run waits, in milliseconds since 1970. */
export async function noteWait(db: D1Database, runId: string, until: number): Promise<void> {
  await db.prepare(`UPDATE runs SET driver_waits_until = ?2 WHERE id = ?1`).bind(runId, until).run();
}

const quietRow = z.object({ id: z.string(), generation: z.int() });

/**
 * Finds background runs that have stalled.
 *
 * @param since their last step is older, in milliseconds since 1970.
 * @param now runs whose driver waits until later are left out, in milliseconds since 1970.
 * @param most limit of the number of runs.
 * @returns the runs that have been quiet the longest, first.
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
