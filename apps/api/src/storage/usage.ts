import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types';
import { z } from 'zod';
import { sha256Of } from '@stepwell/base/format';

/** Stands for all clients. */
const ALL = '*';

const amounts = z.array(z.object({ client: z.string(), amount: z.int() }));
const total = z.tuple([z.object({ amount: z.int() })]);

/** @returns the bytes that a client uploaded on a day. */
export async function readBytes(db: D1Database, day: string, client: string): Promise<number> {
  const { results } = await db
    .prepare(`SELECT client, amount FROM usage WHERE day = ?1 AND client = ?2 AND kind = 'bytes'`)
    .bind(day, await hashClient(day, client))
    .all();
  return amounts.parse(results)[0]?.amount ?? 0;
}

/** Counts bytes that a client uploaded. @returns its total for the day. */
export async function addBytes(db: D1Database, day: string, client: string, bytes: number): Promise<number> {
  const [added] = await db.batch(await bytesAdded(db, day, client, bytes));
  return total.parse(added!.results)[0].amount;
}

/** The statements that count bytes of a client, for a batch. The first returns its total for the day. */
export async function bytesAdded(
  db: D1Database,
  day: string,
  client: string,
  bytes: number,
): Promise<D1PreparedStatement[]> {
  return [
    db
      .prepare(
        `INSERT INTO usage (day, client, kind, amount) VALUES (?1, ?2, 'bytes', ?3)
         ON CONFLICT (day, client, kind) DO UPDATE SET amount = amount + excluded.amount
         RETURNING amount`,
      )
      .bind(day, await hashClient(day, client), bytes),
    forgetEarlier(db, day),
  ];
}

/** @returns the number of runs that a client, and all clients, created on a day. */
export async function readRuns(db: D1Database, day: string, client: string): Promise<{ own: number; all: number }> {
  const hash = await hashClient(day, client);
  const { results } = await db
    .prepare(`SELECT client, amount FROM usage WHERE day = ?1 AND kind = 'runs' AND client IN (?2, ?3)`)
    .bind(day, hash, ALL)
    .all();
  const found = new Map(amounts.parse(results).map((row) => [row.client, row.amount]));
  return { own: found.get(hash) ?? 0, all: found.get(ALL) ?? 0 };
}

/**
 * Counts a new run of a client, unless a limit is reached.
 *
 * @param most limits for one client and for all clients; null for no limit.
 * @returns whether it was counted.
 */
export async function takeRun(
  db: D1Database,
  day: string,
  client: string,
  most: { own: number | null; all: number | null },
): Promise<boolean> {
  const [own] = await db.batch([
    db
      .prepare(
        `INSERT INTO usage (day, client, kind, amount)
         SELECT ?1, ?2, 'runs', 1
         WHERE (?4 IS NULL OR ?4 > coalesce((SELECT amount FROM usage WHERE day = ?1 AND client = ?2 AND kind = 'runs'), 0))
           AND (?5 IS NULL OR ?5 > coalesce((SELECT amount FROM usage WHERE day = ?1 AND client = ?3 AND kind = 'runs'), 0))
         ON CONFLICT (day, client, kind) DO UPDATE SET amount = amount + 1`,
      )
      .bind(day, await hashClient(day, client), ALL, most.own, most.all),
    db
      .prepare(
        `INSERT INTO usage (day, client, kind, amount) SELECT ?1, ?2, 'runs', 1 WHERE changes() > 0
         ON CONFLICT (day, client, kind) DO UPDATE SET amount = amount + 1`,
      )
      .bind(day, ALL),
    forgetEarlier(db, day),
  ]);
  return own!.meta.changes > 0;
}

/** Stores the number of steps that a run had before its first step of a day. Idempotent. */
export async function beginDay(db: D1Database, runId: string, day: string, steps: number): Promise<void> {
  await db
    .prepare(`UPDATE runs SET quota_day = ?2, quota_from = ?3 WHERE id = ?1 AND quota_day IS NOT ?2`)
    .bind(runId, day, steps)
    .run();
}

/** Counts steps that were computed but not committed, by lowering the number of steps before the day. */
export async function countLost(db: D1Database, runId: string, day: string, lost: number): Promise<void> {
  await db
    .prepare(`UPDATE runs SET quota_from = quota_from - ?3 WHERE id = ?1 AND quota_day = ?2`)
    .bind(runId, day, lost)
    .run();
}

function forgetEarlier(db: D1Database, day: string) {
  return db.prepare(`DELETE FROM usage WHERE day < ?1`).bind(day);
}

/** @returns a pseudonym of the client that differs each day, so days can't be linked. */
function hashClient(day: string, client: string): Promise<string> {
  return sha256Of(`${day} ${client}`);
}
