import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types';
import type { CurvePoint } from '@stepwell/workflow';
import { NO_POINTS } from './curve-pages.ts';
import type { RowsOfRuns } from './inspect.ts';

/** Deletes rows without a run. */
export async function deleteLeftoverRows(db: D1Database, table: RowsOfRuns, runIds: string[]): Promise<void> {
  await db
    .prepare(
      `DELETE FROM ${table} WHERE run_id IN (SELECT value FROM json_each(?1))
         AND NOT EXISTS (SELECT 1 FROM runs WHERE id = run_id) AND NOT EXISTS (SELECT 1 FROM logs WHERE id = run_id)`,
    )
    .bind(JSON.stringify(runIds))
    .run();
}

/** Deletes decisions of versions that the run has not reached. */
export async function deleteFutureDecisions(db: D1Database, runId: string): Promise<void> {
  await db
    .prepare(`DELETE FROM decisions WHERE run_id = ?1 AND version > (SELECT version FROM runs WHERE id = ?1)`)
    .bind(runId)
    .run();
}

/**
 * Deletes the curve of a fit. The run's last page is emptied instead, so its number isn't used again: clients that have
 * read it only ask for later pages.
 *
 * @param condition SQL condition of the deletion.
 */
function deleteCurve(db: D1Database, runId: string, fitId: string, condition: string): D1PreparedStatement[] {
  const curve = `run_id = ?1 AND fit_id = ?2 AND ${condition}`;
  return [
    `DELETE FROM curve_pages WHERE ${curve} AND seq < (SELECT max(seq) FROM curve_pages WHERE run_id = ?1)`,
    `UPDATE curve_pages SET points = '${NO_POINTS}' WHERE ${curve}`,
  ].map((query) => db.prepare(query).bind(runId, fitId));
}

const NO_FIT = `NOT EXISTS (SELECT 1 FROM fits WHERE run_id = ?1 AND fit_id = ?2)`;

/** Counts a rewrite of a run's curve, which invalidates cached pages. */
function countRewrite(db: D1Database, runId: string): D1PreparedStatement {
  return db.prepare(`UPDATE runs SET mends = mends + 1 WHERE id = ?1`).bind(runId);
}

/** Deletes the curve of a fit that never started. */
export async function deleteLeftoverCurve(db: D1Database, runId: string, fitId: string): Promise<void> {
  await db.batch([countRewrite(db, runId), ...deleteCurve(db, runId, fitId, NO_FIT)]);
}

/**
 * Deletes a fit and its curve, so it is trained again from its start. Its steps stay counted.
 *
 * @param version version of the run that was read.
 * @returns whether the fit was reset; false if the run has another version now.
 */
export async function resetFit(db: D1Database, runId: string, version: number, fitId: string): Promise<boolean> {
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

/** Rewrites the curve of a finished fit, as one page. */
export async function rewriteCurve(db: D1Database, runId: string, fitId: string, points: CurvePoint[]): Promise<void> {
  await db.batch([
    countRewrite(db, runId),
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
