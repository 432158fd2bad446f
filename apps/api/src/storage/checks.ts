import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';

/** Checks of one run that are kept; the newest ones stay. */
const MOST_KEPT = 20;

const checkRow = z.object({
  id: z.string(),
  kind: z.enum(['browser', 'terminal']),
  place: z.string(),
  result: z.enum(['same', 'different']),
  weights: z.string().nullable(),
  checked_at: z.int(),
});

/** What the key holder says of a check of the run. */
export interface StoredCheck {
  id: string;
  kind: 'browser' | 'terminal';
  /** Where it ran: `Chromium 141`, `Node 24.9.0 on linux x64`. */
  place: string;
  result: 'same' | 'different';
  /** Sha256 of the weights that came out there; null if there were none. */
  weights: string | null;
  /** When it was attached, in milliseconds since 1970. */
  checkedAt: number;
}

/**
 * Stores a check, replaces an earlier one of the same place, and deletes those that no longer count.
 *
 * @param version the run's version that was checked.
 * @returns whether it was stored; false if the run has changed or was deleted meanwhile.
 */
export async function insertCheck(
  db: D1Database,
  runId: string,
  version: number,
  { id, kind, place, result, weights, checkedAt }: StoredCheck,
): Promise<boolean> {
  const [inserted] = await db.batch([
    db
      .prepare(
        `INSERT INTO checks (run_id, version, id, kind, place, result, weights, checked_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS (SELECT 1 FROM runs WHERE id = ?1 AND version = ?2)
         ON CONFLICT (run_id, place) DO UPDATE SET version = excluded.version, id = excluded.id, kind = excluded.kind,
           result = excluded.result, weights = excluded.weights, checked_at = excluded.checked_at`,
      )
      .bind(runId, version, id, kind, place, result, weights, checkedAt),
    db
      .prepare(
        `DELETE FROM checks WHERE run_id = ?1 AND (
           version <> (SELECT version FROM runs WHERE id = ?1) OR place NOT IN (
             SELECT place FROM checks WHERE run_id = ?1 ORDER BY id = ?2 DESC, checked_at DESC, place LIMIT ?3))`,
      )
      .bind(runId, id, MOST_KEPT),
  ]);
  return inserted!.meta.changes > 0;
}

/** @returns the checks of this version of a run, the newest first. */
export async function loadChecks(db: D1Database, runId: string, version: number): Promise<StoredCheck[]> {
  const { results } = await db
    .prepare(
      `SELECT id, kind, place, result, weights, checked_at FROM checks WHERE run_id = ?1 AND version = ?2
       ORDER BY checked_at DESC, place`,
    )
    .bind(runId, version)
    .all();
  return z
    .array(checkRow)
    .parse(results)
    .map(({ checked_at: checkedAt, ...row }) => ({ ...row, checkedAt }));
}

/** Deletes a check. @returns whether it existed. */
export async function deleteCheck(db: D1Database, runId: string, id: string): Promise<boolean> {
  const { meta } = await db.prepare(`DELETE FROM checks WHERE run_id = ?1 AND id = ?2`).bind(runId, id).run();
  return meta.changes > 0;
}
