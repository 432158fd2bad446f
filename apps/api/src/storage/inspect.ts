import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';

const runRow = z.object({ id: z.string(), version: z.int(), spec: z.string(), state: z.string() });
const fitRow = z.object({ run_id: z.string(), fit_id: z.string(), checkpoint: z.string() });
const curveRow = z.object({ run_id: z.string(), fit_id: z.string(), begun: z.int() });

/** A run's row, not parsed. */
export type RunRow = z.infer<typeof runRow>;

/** SQL condition: the row belongs to one of the runs in ?1. */
const THESE = `run_id IN (SELECT value FROM json_each(?1))`;

/** Tables whose rows belong to a run. */
export type RowsOfRuns = 'fits' | 'curve_pages' | 'decisions' | 'checks' | 'log_batches';

/** @returns runs after a cursor, in order of their ids. */
export async function runsAfter(db: D1Database, after: string, limit: number): Promise<RunRow[]> {
  const { results } = await db
    .prepare(`SELECT id, version, spec, state FROM runs WHERE id > ?1 ORDER BY id LIMIT ?2`)
    .bind(after, limit)
    .all();
  return z.array(runRow).parse(results);
}

/** @returns the ids that belong to a run, or to one that was recently deleted. */
export async function knownRuns(db: D1Database, ids: string[]): Promise<Set<string>> {
  const { results } = await db
    .prepare(
      `SELECT value AS id FROM json_each(?1)
       WHERE value IN (SELECT id FROM runs) OR value IN (SELECT id FROM logs) OR value IN (SELECT run_id FROM deletions)`,
    )
    .bind(JSON.stringify(ids))
    .all();
  return new Set(
    z
      .array(z.object({ id: z.string() }))
      .parse(results)
      .map(({ id }) => id),
  );
}

/** The latest checkpoint of a fit. */
export interface NamedCheckpoint {
  runId: string;
  fitId: string;
  checkpoint: string;
}

/** @returns the latest checkpoint of each fit of these runs. */
export async function checkpointsOf(db: D1Database, runIds: string[]): Promise<NamedCheckpoint[]> {
  const { results } = await db
    .prepare(`SELECT run_id, fit_id, checkpoint FROM fits WHERE ${THESE}`)
    .bind(JSON.stringify(runIds))
    .all();
  return z
    .array(fitRow)
    .parse(results)
    .map((row) => ({ runId: row.run_id, fitId: row.fit_id, checkpoint: row.checkpoint }));
}

/**
 * Finds curves whose epochs are not 1, 2, 3 … up to the fit's last, and curves without a fit.
 */
export async function brokenCurves(
  db: D1Database,
  runIds: string[],
): Promise<{ runId: string; fitId: string; begun: boolean }[]> {
  const { results } = await db
    .prepare(
      `WITH pages AS (
         SELECT run_id, fit_id, seq, iif(json_valid(points), points, '[0]') AS points FROM curve_pages WHERE ${THESE}
       ), epochs AS (
         SELECT run_id, fit_id, json_extract(points, fullkey || '.epoch') AS epoch,
           row_number() OVER (PARTITION BY run_id, fit_id ORDER BY seq, key) AS place
         FROM pages, json_each(points)
       ), curves AS (
         SELECT run_id, fit_id, count(*) AS length, max(epoch IS NOT place) AS broken FROM epochs GROUP BY run_id, fit_id
       ), begun AS (
         SELECT run_id, fit_id,
           CASE WHEN json_valid(outcome) THEN json_array_length(outcome, '$.history.trainLoss') END AS length
         FROM fits WHERE ${THESE}
       )
       SELECT run_id, fit_id, begun.fit_id IS NOT NULL AS begun FROM curves FULL JOIN begun USING (run_id, fit_id)
       WHERE curves.broken OR begun.fit_id IS NULL OR coalesce(curves.length, 0) <> begun.length
       ORDER BY run_id, fit_id`,
    )
    .bind(JSON.stringify(runIds))
    .all();
  return z
    .array(curveRow)
    .parse(results)
    .map((row) => ({ runId: row.run_id, fitId: row.fit_id, begun: row.begun === 1 }));
}

/** @returns runs with decisions of versions that they have not reached. */
export async function runsWithFutureDecisions(db: D1Database, runIds: string[]): Promise<string[]> {
  const { results } = await db
    .prepare(
      `SELECT DISTINCT run_id FROM decisions
       WHERE ${THESE} AND version > (SELECT version FROM runs WHERE id = run_id) ORDER BY run_id`,
    )
    .bind(JSON.stringify(runIds))
    .all();
  return idsOf(results);
}

/** @returns the run ids in a table after a cursor, in order. */
export async function idsIn(db: D1Database, table: RowsOfRuns, after: string, limit: number): Promise<string[]> {
  const { results } = await db
    .prepare(
      // One index seek per id, however many rows it has.
      `WITH RECURSIVE ids (run_id) AS (
         SELECT min(run_id) FROM ${table} WHERE run_id > ?1
         UNION ALL
         SELECT (SELECT min(run_id) FROM ${table} WHERE run_id > ids.run_id) FROM ids WHERE ids.run_id IS NOT NULL
       ) SELECT run_id FROM ids WHERE run_id IS NOT NULL LIMIT ?2`,
    )
    .bind(after, limit)
    .all();
  return idsOf(results);
}

function idsOf(rows: unknown[]): string[] {
  return z
    .array(z.object({ run_id: z.string() }))
    .parse(rows)
    .map((row) => row.run_id);
}
