import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';

const usedRow = z.object({ id: z.string(), key: z.string().nullable() });
const gapRow = z.object({ id: z.string(), expected: z.int(), found: z.int() });

/** SQL: the objects that each logged run names, a row each; a row without one for a run that names none. */
const USED = `SELECT id, overview AS key FROM logs WHERE id IN (SELECT value FROM json_each(?1))
  UNION ALL
  SELECT logs.id, segment.value ->> 'key' FROM logs, json_each(segments) AS segment
  WHERE logs.id IN (SELECT value FROM json_each(?1))`;

/** @returns the keys of the objects that are in use, by logged run; other ids are left out. */
export async function objectsOfLogs(db: D1Database, ids: string[]): Promise<Map<string, Set<string>>> {
  const { results } = await db.prepare(USED).bind(JSON.stringify(ids)).all();
  const used = new Map<string, Set<string>>();
  for (const { id, key } of z.array(usedRow).parse(results)) {
    const keys = used.get(id) ?? new Set();
    if (key !== null) keys.add(key);
    used.set(id, keys);
  }
  return used;
}

/** @returns the ids of logged runs after a cursor, in order. */
export async function logsAfter(db: D1Database, after: string, limit: number): Promise<string[]> {
  const { results } = await db
    .prepare(`SELECT id FROM logs WHERE id > ?1 ORDER BY id LIMIT ?2`)
    .bind(after, limit)
    .all();
  return z
    .array(z.object({ id: z.string() }))
    .parse(results)
    .map(({ id }) => id);
}

/** @returns logged runs with other waiting batches than those after their segments: how many were expected and found. */
export async function logsWithGaps(
  db: D1Database,
  ids: string[],
): Promise<{ id: string; expected: number; found: number }[]> {
  const { results } = await db
    .prepare(
      `SELECT id, next - 1 - folded AS expected,
         (SELECT count(*) FROM log_batches WHERE run_id = logs.id AND seq > folded AND seq < next) AS found
       FROM logs WHERE id IN (SELECT value FROM json_each(?1)) AND expected <> found ORDER BY id`,
    )
    .bind(JSON.stringify(ids))
    .all();
  return z.array(gapRow).parse(results);
}
