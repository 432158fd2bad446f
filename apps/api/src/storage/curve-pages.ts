import type { D1Database } from '@cloudflare/workers-types';
import type { CurvePoint } from '@stepwell/workflow';
import { z } from 'zod';
import { LED_TO } from './links.ts';

/** The points that one step finished. */
export interface CurvePage {
  seq: number;
  /** The fit they belong to: `rung-2/fold-0`. */
  fit: string;
  points: CurvePoint[];
}

const curvePoint = z.object({
  epoch: z.int(),
  trainLoss: z.number(),
  validationLoss: z.number().nullable(),
  validationScore: z.number().nullable(),
}) satisfies z.ZodType<CurvePoint>;
const pageRow = z.object({ run_id: z.string(), seq: z.int(), fit_id: z.string(), points: z.string() });

/**
 * Curve pages behind a cursor.
 *
 * @param id of the run, or a link to it that is alive.
 * @param after the last `seq` already seen; 0 for none.
 * @param limit how many pages at most.
 * @returns pages in order, whether there are more, and the run they are of: null without any.
 */
export async function loadCurve(
  db: D1Database,
  id: string,
  after: number,
  limit: number,
): Promise<{ pages: CurvePage[]; more: boolean; runId: string | null }> {
  const { results } = await db
    .prepare(
      `SELECT run_id, seq, fit_id, points FROM curve_pages WHERE run_id = ${LED_TO} AND seq > ?3 ORDER BY seq LIMIT ?4`,
    )
    .bind(id, Date.now(), after, limit + 1)
    .all();
  const rows = z.array(pageRow).parse(results);
  const pages = rows.slice(0, limit).map((row) => ({
    seq: row.seq,
    fit: row.fit_id,
    points: z.array(curvePoint).parse(JSON.parse(row.points)),
  }));
  return { pages, more: rows.length > limit, runId: rows[0]?.run_id ?? null };
}
