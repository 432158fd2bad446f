import type { D1Database } from '@cloudflare/workers-types';
import type { CurvePoint } from '@stepwell/workflow';
import { z } from 'zod';

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
/** What a page says whose points were deleted, but not its number, which no other page may get: see `mend.ts`. */
export const NO_POINTS = '[]';
/** Holds of pages that say something. */
export const HAS_POINTS = `points <> '${NO_POINTS}'`;

const pageRow = z.object({ seq: z.int(), fit_id: z.string(), points: z.string() });

/**
 * Curve pages behind a cursor.
 *
 * @param after the last `seq` already seen; 0 for none.
 * @param limit how many pages at most.
 * @returns pages in order, and whether there are more.
 */
export async function loadCurve(
  db: D1Database,
  runId: string,
  after: number,
  limit: number,
): Promise<{ pages: CurvePage[]; more: boolean }> {
  const { results } = await db
    .prepare(
      `SELECT seq, fit_id, points FROM curve_pages WHERE run_id = ?1 AND seq > ?2 AND ${HAS_POINTS} ORDER BY seq LIMIT ?3`,
    )
    .bind(runId, after, limit + 1)
    .all();
  const pages = pagesOf(results);
  return { pages: pages.slice(0, limit), more: pages.length > limit };
}

/**
 * The end of a curve.
 *
 * @param after the last `seq` already seen; 0 for none.
 * @param limit how many pages at most: the last ones.
 * @returns them in order.
 */
export async function loadCurveEnd(db: D1Database, runId: string, after: number, limit: number): Promise<CurvePage[]> {
  const { results } = await db
    .prepare(
      `SELECT seq, fit_id, points FROM curve_pages WHERE run_id = ?1 AND seq > ?2 AND ${HAS_POINTS} ORDER BY seq DESC LIMIT ?3`,
    )
    .bind(runId, after, limit)
    .all();
  return pagesOf(results).reverse();
}

/** @returns rows of `seq`, `fit_id` and `points` as pages. */
export function pagesOf(results: unknown[]): CurvePage[] {
  return z
    .array(pageRow)
    .parse(results)
    .map((row) => ({
      seq: row.seq,
      fit: row.fit_id,
      points: z.array(curvePoint).parse(JSON.parse(row.points)),
    }));
}
