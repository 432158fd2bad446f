import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types';
import type { CurvePoint } from '@stepwell/workflow';
import { NO_POINTS } from './curve-pages.ts';
import type { RowsOfRuns } from './inspect.ts';

/** Deletes rows of a table that belong to no run. */
export async function deleteLoneRows(db: D1Database, table: RowsOfRuns, runIds: string[]): Promise<void> {
  await db
    .prepare(
      `DELETE FROM ${table} WHERE run_id IN (SELECT value FROM json_each(?1)) AND NOT EXISTS (SELECT 1 FROM runs WHERE id = run_id)`,
    )
    .bind(JSON.stringify(runIds))
    .run();
}

/** Deletes decisions that no committed version brought. */
export async function deleteDecisionsBeyond(db: D1Database, runId: string): Promise<void> {
  await db
    .prepare(`DELETE FROM decisions WHERE run_id = ?1 AND version > (SELECT version FROM runs WHERE id = ?1)`)
    .bind(runId)
    .run();
}

/**
 * Deletes the curve of a fit. The last page of all keeps its number, as an empty one: whoever has read so far asks for
 * what comes after, which no later page may come before.
 *
 * @param condition of the delete.
 */
function deleteCurve(db: D1Database, runId: string, fitId: string, condition: string): D1PreparedStatement[] {
  const curve = `run_id = ?1 AND fit_id = ?2 AND ${condition}`;
  return [
    `DELETE FROM curve_pages WHERE ${curve} AND seq < (SELECT max(seq) FROM curve_pages WHERE run_id = ?1)`,
    `UPDATE curve_pages SET points = '${NO_POINTS}' WHERE ${curve}`,
  ].map((query) => db.prepare(query).bind(runId, fitId));
}

const NO_FIT = `NOT EXISTS (SELECT 1 FROM fits WHERE run_id = ?1 AND fit_id = ?2)`;

/** Counts a mend of a run's curve: whoever knows the curve by heart reads it anew. */
function countMend(db: D1Database, runId: string): D1PreparedStatement {
  return db.prepare(`UPDATE runs SET mends = mends + 1 WHERE id = ?1`).bind(runId);
}

/** Deletes the curve of a fit that never began. */
export async function deleteLoneCurve(db: D1Database, runId: string, fitId: string): Promise<void> {
  await db.batch([countMend(db, runId), ...deleteCurve(db, runId, fitId, NO_FIT)]);
}

/**
 * Forgets a fit and its curve, so that it is trained again from its start. Its steps stay counted.
 *
 * @param version of the run that was read: only while its plan is the same.
 * @returns whether it was forgotten.
 */
export async function forgetFit(db: D1Database, runId: string, version: number, fitId: string): Promise<boolean> {
  const [result] = await db.batch([
    db
      .prepare(
        `UPDATE runs SET mends = mends + 1, forgotten_steps = forgotten_steps + fits.step
         FROM fits WHERE id = ?1 AND version = ?3 AND run_id = ?1 AND fit_id = ?2`,
      )
      .bind(runId, fitId, version),
    db.prepare(`DELETE FROM fits WHERE run_id = ?1 AND fit_id = ?2 AND changes() > 0`).bind(runId, fitId),
    ...deleteCurve(db, runId, fitId, NO_FIT),
  ]);
  return result!.meta.changes > 0;
}

/** Writes the curve of a finished fit anew, as one page. */
export async function rewriteCurve(db: D1Database, runId: string, fitId: string, points: CurvePoint[]): Promise<void> {
  await db.batch([
    countMend(db, runId),
    ...deleteCurve(db, runId, fitId, 'TRUE'),
    db
      .prepare(
        `INSERT INTO curve_pages (run_id, seq, fit_id, points)
         SELECT ?1, (SELECT coalesce(max(seq), 0) + 1 FROM curve_pages WHERE run_id = ?1), ?2, ?3
         WHERE EXISTS (SELECT 1 FROM fits WHERE run_id = ?1 AND fit_id = ?2)`,
      )
      .bind(runId, fitId, JSON.stringify(points)),
  ]);
}
