import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';
import { placeOf } from './checkpoint-place.ts';

const row = z.object({
  id: z.string(),
  version: z.int(),
  status: z.string(),
  updated_at: z.int(),
  leased_until: z.int().nullable(),
  opened: z.int().nullable(),
});

/** A run as cleaning needs it. */
export interface RunToClean {
  id: string;
  version: number;
  running: boolean;
  /** Time of the last decision or training step, in milliseconds since 1970. */
  changedAt: number;
  /** Number of vault openings; null if the state can't be read. */
  opened: number | null;
}

const SELECT = `SELECT id, version, status, updated_at,
  (SELECT max(lease_until) FROM fits WHERE run_id = runs.id) AS leased_until,
  CASE WHEN json_valid(state) THEN coalesce(json_extract(state, '$.test.opened'), 0) END AS opened
  FROM runs`;

/** @returns the runs to check for leftover objects, the longest due first. */
export async function runsToClean(db: D1Database, now: number, limit: number): Promise<RunToClean[]> {
  const { results } = await db
    .prepare(`${SELECT} WHERE clean_at <= ?1 ORDER BY clean_at LIMIT ?2`)
    .bind(now, limit)
    .all();
  return asRuns(results);
}

/** @returns those of these runs that exist. */
export async function runsByIds(db: D1Database, ids: string[]): Promise<RunToClean[]> {
  const { results } = await db
    .prepare(`${SELECT} WHERE id IN (SELECT value FROM json_each(?1))`)
    .bind(JSON.stringify(ids))
    .all();
  return asRuns(results);
}

function asRuns(rows: unknown[]): RunToClean[] {
  return z
    .array(row)
    .parse(rows)
    .map((run) => ({
      id: run.id,
      version: run.version,
      running: run.status === 'running',
      changedAt: Math.max(run.updated_at, run.leased_until ?? 0),
      opened: run.opened,
    }));
}

/** @returns the keys of the objects that hold the latest checkpoints of these runs. */
export async function namedCheckpoints(db: D1Database, runIds: string[]): Promise<Set<string>> {
  const { results } = await db
    .prepare(`SELECT checkpoint FROM fits WHERE run_id IN (SELECT value FROM json_each(?1))`)
    .bind(JSON.stringify(runIds))
    .all();
  const rows = z.array(z.object({ checkpoint: z.string() })).parse(results);
  return new Set(rows.map(({ checkpoint }) => placeOf(checkpoint).key));
}

/** Stores when to check runs again, unless they changed since they were loaded. */
export async function noteCleaned(
  db: D1Database,
  runs: { id: string; version: number; cleanAt: number | null }[],
): Promise<void> {
  await db
    .prepare(
      `UPDATE runs SET clean_at = cleaned.clean_at
       FROM (SELECT value ->> 'id' AS id, value ->> 'version' AS version, value ->> 'cleanAt' AS clean_at
             FROM json_each(?1)) AS cleaned
       WHERE runs.id = cleaned.id AND runs.version = cleaned.version`,
    )
    .bind(JSON.stringify(runs))
    .run();
}
