import type { D1Database } from '@cloudflare/workers-types';
import type { CurvePoint } from '@stepwell/workflow';
import { z } from 'zod';
import { HAS_POINTS } from './curve-pages.ts';

const pageRow = z.object({ fit_id: z.string(), points: z.string() });
const curvePoint = z.object({
  epoch: z.int(),
  trainLoss: z.number(),
  validationLoss: z.number().nullable(),
  validationScore: z.number().nullable(),
}) satisfies z.ZodType<CurvePoint>;

/** @returns the points of each fold of a trial, folds in order, epochs in order. */
export async function loadFolds(db: D1Database, runId: string, trial: string): Promise<CurvePoint[][]> {
  const { results } = await db
    .prepare(
      `SELECT fit_id, points FROM curve_pages
       WHERE run_id = ?1 AND substr(fit_id, 1, length(?2)) = ?2 AND ${HAS_POINTS} ORDER BY seq`,
    )
    .bind(runId, `${trial}/`)
    .all();
  const folds = new Map<string, CurvePoint[]>();
  for (const { fit_id: fit, points } of z.array(pageRow).parse(results)) {
    const known = folds.get(fit) ?? [];
    known.push(...z.array(curvePoint).parse(JSON.parse(points)));
    folds.set(fit, known);
  }
  return [...folds].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).map(([, points]) => points);
}
