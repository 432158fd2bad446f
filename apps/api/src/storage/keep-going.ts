import type { D1Database } from '@cloudflare/workers-types';

/**
 * Notes that the service drives a run, by a driver after the one that was read.
 *
 * @param before the generation that was read.
 * @returns whether it was noted: false when somebody else was first.
 */
export async function keepGoing(db: D1Database, runId: string, before: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE runs SET keep_going = 1, generation = generation + 1, driver_failure = NULL
       WHERE id = ?1 AND generation = ?2`,
    )
    .bind(runId, before)
    .run();
  return meta.changes > 0;
}

/** Notes that the service no longer drives a run: whoever does for it leaves at the next turn. */
export async function takeBack(db: D1Database, runId: string): Promise<void> {
  await db.prepare(`UPDATE runs SET keep_going = 0 WHERE id = ?1`).bind(runId).run();
}

/** Notes why a driver of this generation gave up, unless another has followed it. */
export async function giveUp(db: D1Database, runId: string, generation: number, why: string): Promise<void> {
  await db
    .prepare(`UPDATE runs SET keep_going = 0, driver_failure = ?3 WHERE id = ?1 AND generation = ?2`)
    .bind(runId, generation, why)
    .run();
}
