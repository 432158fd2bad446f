import type { D1Database } from '@cloudflare/workers-types';
import type { CurvePoint } from '@stepwell/workflow';
import { HAS_POINTS, pagesOf } from './curve-pages.ts';

/** @returns the points of each fold of a trial, folds in order, epochs in order. */
export async function loadFolds(db: D1Database, runId: string, trial: string): Promise<CurvePoint[][]> {
  const { results } = await db
    .prepare(
      `SELECT seq, fit_id, points FROM curve_pages
       WHERE run_id = ?1 AND substr(fit_id, 1, length(?2)) = ?2 AND ${HAS_POINTS} ORDER BY seq`,
    )
    .bind(runId, `${trial}/`)
    .all();
  const folds = new Map<string, CurvePoint[]>();
  for (const { fit, points } of pagesOf(results)) {
    const known = folds.get(fit) ?? [];
    known.push(...points);
    folds.set(fit, known);
  }
  return [...folds].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).map(([, points]) => points);
}
