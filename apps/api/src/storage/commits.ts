import type { D1Database, D1PreparedStatement, D1Result } from '@cloudflare/workers-types';
import type { CurvePoint, Decision, RunState } from '@stepwell/workflow';
import { z } from 'zod';
import { NO_POINTS } from './curve-pages.ts';
import { asRun, selectRun, type StoredFit, type StoredRun } from './runs.ts';

/** Delay between a change and its cleaning; superseded objects are kept for as long. */
export const CLEAN_AFTER_MS = 3_600_000;

/** A step of a fit that is to be committed. */
export interface FitStep extends Omit<StoredFit, 'step' | 'done'> {
  fitId: string;
  /** Step of the fit when it was loaded; 0 for a new fit. */
  before: number;
  /** JSON, if the fit is done. */
  outcome: string | null;
  points: CurvePoint[];
}

/** SQL condition: the run exists, and no other driver has committed a step of the given fit since it was loaded. */
const NOT_OVERTAKEN = `EXISTS (SELECT 1 FROM runs WHERE id = ?1)
  AND given.value ->> 'before' = coalesce(
    (SELECT iif(outcome IS NULL, step, -1) FROM fits WHERE run_id = ?1 AND fit_id = given.value ->> 'fitId'), 0)`;

/**
 * Commits steps of fits and their curve points, atomically: each unless another driver was first with its fit, and none if the run
 * was deleted.
 *
 * @param steps of different fits.
 * @param also a statement to run behind them in the same batch.
 * @returns the ids of the fits that were committed, and the result of `also`.
 */
export async function commitFitSteps(
  db: D1Database,
  runId: string,
  steps: readonly FitStep[],
  also: D1PreparedStatement | null = null,
): Promise<{ committed: Set<string>; also: D1Result | null }> {
  const given = JSON.stringify(steps.map((step) => ({ ...step, points: JSON.stringify(step.points) })));
  // The points come first: a batch is one transaction, and the condition holds in it until the fits are written.
  const pages = db
    .prepare(
      `INSERT INTO curve_pages (run_id, seq, fit_id, points)
       SELECT ?1, (SELECT coalesce(max(seq), 0) FROM curve_pages WHERE run_id = ?1) + row_number() OVER (ORDER BY given.key),
         given.value ->> 'fitId', given.value ->> 'points'
       FROM json_each(?2) AS given WHERE given.value ->> 'points' <> '${NO_POINTS}' AND ${NOT_OVERTAKEN}`,
    )
    .bind(runId, given);
  const upsert = db
    .prepare(
      `INSERT INTO fits (run_id, fit_id, step, position, units, checkpoint, outcome, lease_by, lease_until)
       SELECT ?1, given.value ->> 'fitId', given.value ->> 'before' + 1, given.value ->> 'position', given.value ->> 'units',
         given.value ->> 'checkpoint', given.value ->> 'outcome', given.value ->> 'leaseBy', given.value ->> 'leaseUntil'
       FROM json_each(?2) AS given WHERE ${NOT_OVERTAKEN}
       ON CONFLICT (run_id, fit_id) DO UPDATE SET
         step = excluded.step, position = excluded.position, checkpoint = excluded.checkpoint,
         outcome = excluded.outcome, lease_by = excluded.lease_by, lease_until = excluded.lease_until
       RETURNING fit_id`,
    )
    .bind(runId, given);
  const [, upserted, last = null] = await db.batch([pages, upsert, ...(also === null ? [] : [also])]);
  const rows = z.array(z.object({ fit_id: z.string() })).parse(upserted!.results);
  return { committed: new Set(rows.map((row) => row.fit_id)), also: last };
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
  const [result] = await db.batch(stateStatements(db, runId, before, state, decisions, now));
  return result!.meta.changes > 0;
}

/** Does what `commitState` does, and loads the run behind it in the same batch. @returns null if it was not committed. */
export async function commitStateAndLoad(
  db: D1Database,
  runId: string,
  before: number,
  state: RunState,
  decisions: Decision[],
  now: number,
): Promise<StoredRun | null> {
  const [result, , loaded] = await db.batch([
    ...stateStatements(db, runId, before, state, decisions, now),
    selectRun(db, runId, now),
  ]);
  return result!.meta.changes > 0 ? asRun(loaded!, runId) : null;
}

function stateStatements(
  db: D1Database,
  runId: string,
  before: number,
  state: RunState,
  decisions: Decision[],
  now: number,
): D1PreparedStatement[] {
  return [
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
  ];
}
