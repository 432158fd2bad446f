import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';

/** Time in which a step may still write objects of a deleted run; longer than any step takes. */
const LATE_MS = 3_600_000;

const deletionRow = z.object({
  run_id: z.string(),
  deleted_at: z.int(),
  datasets: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.string().nullable())),
});

/** A deleted run whose objects may still exist. */
export interface Deletion {
  runId: string;
  deletedAt: number;
  /** Datasets to delete with it, unless another run uses them. */
  datasets: string[];
}

/**
 * Announces a run that is about to be created. If it is never stored, its objects are deleted later; storing the run
 * removes the announcement.
 *
 * @param now milliseconds since 1970.
 */
export async function announceRun(db: D1Database, runId: string, now: number): Promise<void> {
  await db
    .prepare(`INSERT INTO deletions (run_id, deleted_at, due_at, datasets) VALUES (?1, ?2, ?2 + ?3, '[]')`)
    .bind(runId, now, LATE_MS)
    .run();
}

/** SQL that records the deletion of runs. */
const RECORD_DELETION = `INSERT INTO deletions (run_id, deleted_at, due_at, datasets)
  SELECT id, ?1, ?1, json_array(json_extract(spec, '$.dataset'), json_extract(spec, '$.testDataset')) FROM runs`;
/** SQL that deletes recorded runs; their fits, curves and decisions are deleted by cascade. */
const DELETE_RECORDED = `DELETE FROM runs WHERE id IN (SELECT run_id FROM deletions)`;

/**
 * Deletes all rows of a run, and schedules the deletion of its objects.
 *
 * @param now milliseconds since 1970.
 * @returns the scheduled deletion; null if there is no such run.
 */
export async function deleteRunRows(db: D1Database, runId: string, now: number): Promise<Deletion | null> {
  const [noted] = await db.batch([
    db.prepare(`${RECORD_DELETION} WHERE id = ?2 RETURNING *`).bind(now, runId),
    db.prepare(DELETE_RECORDED),
  ]);
  return asDeletions(noted!.results)[0] ?? null;
}

/**
 * Deletes all rows of expired runs, the oldest first, and schedules the deletion of their objects.
 *
 * @param before runs last changed before this time are expired, in milliseconds since 1970.
 * @returns the number of runs deleted.
 */
export async function deleteExpiredRuns(db: D1Database, before: number, limit: number, now: number): Promise<number> {
  const [noted] = await db.batch([
    db
      .prepare(
        `${RECORD_DELETION} WHERE id IN (
           SELECT id FROM runs WHERE updated_at < ?2
             AND NOT EXISTS (SELECT 1 FROM fits WHERE run_id = runs.id AND lease_until >= ?2)
           ORDER BY updated_at LIMIT ?3)`,
      )
      .bind(now, before, limit),
    db.prepare(DELETE_RECORDED),
  ]);
  return noted!.meta.changes;
}

/** @returns deletions that are due, the longest due first. */
export async function dueDeletions(db: D1Database, now: number, limit: number): Promise<Deletion[]> {
  const { results } = await db
    .prepare(`SELECT run_id, deleted_at, datasets FROM deletions WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2`)
    .bind(now, limit)
    .all();
  return asDeletions(results);
}

/** Marks deletions as done. Each is checked once more when no step can write any more, then removed. */
export async function settleDeletions(db: D1Database, runIds: string[], now: number): Promise<void> {
  const which = `run_id IN (SELECT value FROM json_each(?1))`;
  const ids = JSON.stringify(runIds);
  await db.batch([
    db.prepare(`DELETE FROM deletions WHERE ${which} AND deleted_at + ?2 <= ?3`).bind(ids, LATE_MS, now),
    db.prepare(`UPDATE deletions SET due_at = deleted_at + ?2, datasets = '[]' WHERE ${which}`).bind(ids, LATE_MS),
  ]);
}

/** @returns the sha256 of a run's edit key, even if this version can't read the run; null if there is no such run. */
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
