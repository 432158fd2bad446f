import type { D1Database } from '@cloudflare/workers-types';
import type { CurvePoint, Decision, RunState } from '@stepwell/workflow';
import type { StoredFit } from './runs.ts';

/** Delay between a change and its cleaning; superseded objects are kept for as long. */
export const CLEAN_AFTER_MS = 3_600_000;

/**
 * Commits a step of a fit and its curve points, atomically.
 *
 * @param before step of the fit when it was loaded; 0 for a new fit.
 * @returns whether it was committed; false if another driver was first or the run was deleted.
 */
export async function commitFitStep(
  db: D1Database,
  runId: string,
  fitId: string,
  before: number,
  fit: Omit<StoredFit, 'step' | 'done'> & { outcome: string | null; points: CurvePoint[] },
): Promise<boolean> {
  const upsert = db
    .prepare(
      `INSERT INTO fits (run_id, fit_id, step, position, units, checkpoint, outcome, lease_by, lease_until)
       SELECT ?1, ?2, ?3 + 1, ?4, ?5, ?6, ?7, ?8, ?9
       WHERE EXISTS (SELECT 1 FROM runs WHERE id = ?1)
         AND (?3 = 0 OR EXISTS (SELECT 1 FROM fits WHERE run_id = ?1 AND fit_id = ?2))
       ON CONFLICT (run_id, fit_id) DO UPDATE SET
         step = excluded.step, position = excluded.position, checkpoint = excluded.checkpoint,
         outcome = excluded.outcome, lease_by = excluded.lease_by, lease_until = excluded.lease_until
       WHERE fits.step = ?3 AND fits.outcome IS NULL`,
    )
    .bind(runId, fitId, before, fit.position, fit.units, fit.checkpoint, fit.outcome, fit.leaseBy, fit.leaseUntil);
  const page = db
    .prepare(
      `INSERT INTO curve_pages (run_id, seq, fit_id, points)
       SELECT ?1, (SELECT coalesce(max(seq), 0) + 1 FROM curve_pages WHERE run_id = ?1), ?2, ?3
       WHERE changes() > 0`,
    )
    .bind(runId, fitId, JSON.stringify(fit.points));
  const statements = fit.points.length === 0 ? [upsert] : [upsert, page];
  const [result] = await db.batch(statements);
  return result!.meta.changes > 0;
}

/**
 * Commits a new state and the decisions that led to it, atomically.
 *
 * @param before version of the run when it was loaded.
 * @returns whether it was committed; false if another driver was first or the run was deleted.
 */
export async function commitState(
  db: D1Database,
  runId: string,
  before: number,
  state: RunState,
  decisions: Decision[],
  now: number,
): Promise<boolean> {
  const [result] = await db.batch([
    db
      .prepare(
        `UPDATE runs SET state = ?3, status = ?4, version = version + 1, updated_at = ?5,
           clean_at = CASE WHEN clean_at <= ?6 THEN clean_at ELSE ?6 END
         WHERE id = ?1 AND version = ?2`,
      )
      .bind(runId, before, JSON.stringify(state), state.status, now, now + CLEAN_AFTER_MS),
    db
      .prepare(
        `INSERT INTO decisions (run_id, version, position, decision)
         SELECT ?1, ?2 + 1, key, value FROM json_each(?3) WHERE changes() > 0`,
      )
      .bind(runId, before, JSON.stringify(decisions)),
  ]);
  return result!.meta.changes > 0;
}
