import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';

/** How long a step that was under way when its run was deleted may still write: longer than any step takes. */
const LATE_MS = 3_600_000;

const deletionRow = z.object({
  run_id: z.string(),
  deleted_at: z.int(),
  datasets: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.string().nullable())),
});

/** A run that was deleted, and what may still be there of it. */
export interface Deletion {
  runId: string;
  deletedAt: number;
  /** Datasets that are to be deleted with it, unless another run uses them. */
  datasets: string[];
}

/**
 * Notes a run that is about to be made: what is written of it before it is stored goes within hours if it never is. The
 * note ends with the write that stores the run.
 *
 * @param now milliseconds since 1970.
 */
export async function announceRun(db: D1Database, runId: string, now: number): Promise<void> {
  await db
    .prepare(`INSERT INTO deletions (run_id, deleted_at, due_at, datasets) VALUES (?1, ?2, ?2 + ?3, '[]')`)
    .bind(runId, now, LATE_MS)
    .run();
}

/** What is kept of a run for who looks after it is gone. */
const TOMBSTONE = `INSERT INTO deletions (run_id, deleted_at, due_at, datasets)
  SELECT id, ?1, ?1, json_array(json_extract(spec, '$.dataset'), json_extract(spec, '$.testDataset')) FROM runs`;
/** With a run go its fits, curves and decisions: their tables say so. */
const BURY = `DELETE FROM runs WHERE id IN (SELECT run_id FROM deletions)`;

/**
 * Deletes every row of a run, and notes that its objects are to follow.
 *
 * @param now milliseconds since 1970.
 * @returns what is to follow; null when there is no such run.
 */
export async function buryRun(db: D1Database, runId: string, now: number): Promise<Deletion | null> {
  const [noted] = await db.batch([
    db.prepare(`${TOMBSTONE} WHERE id = ?2 RETURNING *`).bind(now, runId),
    db.prepare(BURY),
  ]);
  return asDeletions(noted!.results)[0] ?? null;
}

/**
 * Deletes every row of the runs that have not changed for longest, and notes that their objects are to follow.
 *
 * @param before in milliseconds since 1970: runs that a decision or a training step changed later are kept.
 * @returns how many there were.
 */
export async function buryUnchanged(db: D1Database, before: number, limit: number, now: number): Promise<number> {
  const [noted] = await db.batch([
    db
      .prepare(
        `${TOMBSTONE} WHERE id IN (
           SELECT id FROM runs WHERE updated_at < ?2
             AND NOT EXISTS (SELECT 1 FROM fits WHERE run_id = runs.id AND lease_until >= ?2)
           ORDER BY updated_at LIMIT ?3)`,
      )
      .bind(now, before, limit),
    db.prepare(BURY),
  ]);
  return noted!.meta.changes;
}

/** @returns the deletions whose objects are to be looked for by now, the longest due first. */
export async function dueDeletions(db: D1Database, now: number, limit: number): Promise<Deletion[]> {
  const { results } = await db
    .prepare(`SELECT run_id, deleted_at, datasets FROM deletions WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2`)
    .bind(now, limit)
    .all();
  return asDeletions(results);
}

/** Notes that nothing is left of these runs: each is looked for once more when nothing can come any more, then forgotten. */
export async function settleDeletions(db: D1Database, runIds: string[], now: number): Promise<void> {
  const which = `run_id IN (SELECT value FROM json_each(?1))`;
  const ids = JSON.stringify(runIds);
  await db.batch([
    db.prepare(`DELETE FROM deletions WHERE ${which} AND deleted_at + ?2 <= ?3`).bind(ids, LATE_MS, now),
    db.prepare(`UPDATE deletions SET due_at = deleted_at + ?2, datasets = '[]' WHERE ${which}`).bind(ids, LATE_MS),
  ]);
}

/** @returns the sha256 of a run's edit key, whether or not this version can read the run; null when there is none. */
export async function keyHashOf(db: D1Database, runId: string): Promise<string | null> {
  const row = await db.prepare(`SELECT key_hash FROM runs WHERE id = ?1`).bind(runId).first();
  return row === null ? null : z.object({ key_hash: z.string() }).parse(row).key_hash;
}

function asDeletions(rows: unknown[]): Deletion[] {
  return z
    .array(deletionRow)
    .parse(rows)
    .map((row) => ({
      runId: row.run_id,
      deletedAt: row.deleted_at,
      datasets: row.datasets.filter((sha256) => sha256 !== null),
    }));
}
