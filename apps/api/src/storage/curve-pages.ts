import type { D1Database } from '@cloudflare/workers-types';
import type { CurvePoint } from '@stepwell/workflow';
import { z } from 'zod';

/** The curve points of one step. */
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
/** Points of a deleted page; the row stays so its number isn't used again: see `fix-runs.ts`. */
export const NO_POINTS = '[]';
/** SQL condition: the page has points. */
export const HAS_POINTS = `points <> '${NO_POINTS}'`;

const pageRow = z.object({ seq: z.int(), fit_id: z.string(), points: z.string() });

/**
 * Loads curve pages after a cursor.
 *
 * @param after `seq` of the last page already read; 0 for none.
 * @param limit maximum number of pages.
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
 * Loads the last pages of a curve.
 *
 * @param after `seq` of the last page already read; 0 for none.
 * @param limit maximum number of pages.
 * @returns pages in order.
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

/** Parses rows of `seq`, `fit_id` and `points`. */
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
