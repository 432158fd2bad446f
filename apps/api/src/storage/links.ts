import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';

const ALIVE = `(expires_at IS NULL OR expires_at > ?2)`;
/** Expired links stay listed for this long. */
const TOLD_MS = 30 * 86_400_000;

/**
 * SQL expression for the run of the id `?1` at the time `?2`: through an active link, else the id itself. Part of the
 * query that loads the run, so links need no extra query.
 */
export const LED_TO = `coalesce((SELECT run_id FROM links WHERE link = ?1 AND ${ALIVE}), ?1)`;

/** A further link to a run. */
export interface StoredLink {
  link: string;
  createdAt: number;
  /** Expiry in milliseconds since 1970; null if it never expires. */
  expiresAt: number | null;
}

const linkRow = z.object({ link: z.string(), created_at: z.int(), expires_at: z.int().nullable() });

/**
 * Creates a link, unless the run has too many active ones.
 *
 * @param most maximum number of active links.
 * @returns whether it was created.
 */
export async function insertLink(db: D1Database, runId: string, made: StoredLink, most: number): Promise<boolean> {
  const [inserted] = await db.batch([
    db
      .prepare(
        `INSERT INTO links (link, run_id, created_at, expires_at) SELECT ?3, ?1, ?2, ?4
         WHERE ?5 > (SELECT count(*) FROM links WHERE run_id = ?1 AND ${ALIVE})`,
      )
      .bind(runId, made.createdAt, made.link, made.expiresAt, most),
    db.prepare(`DELETE FROM links WHERE run_id = ?1 AND expires_at < ?2`).bind(runId, made.createdAt - TOLD_MS),
  ]);
  return inserted!.meta.changes > 0;
}

/** @returns a run's active and recently expired links, the newest first. */
export async function loadLinks(db: D1Database, runId: string): Promise<StoredLink[]> {
  const { results } = await db
    .prepare(`SELECT link, created_at, expires_at FROM links WHERE run_id = ?1 ORDER BY created_at DESC, link`)
    .bind(runId)
    .all();
  return z
    .array(linkRow)
    .parse(results)
    .map((row) => ({ link: row.link, createdAt: row.created_at, expiresAt: row.expires_at }));
}

/** @returns whether an id is an active link. */
export async function isLink(db: D1Database, id: string, now: number): Promise<boolean> {
  return (await db.prepare(`SELECT 1 FROM links WHERE link = ?1 AND ${ALIVE}`).bind(id, now).first()) !== null;
}

/** Revokes a link. @returns whether it existed. */
export async function deleteLink(db: D1Database, runId: string, link: string): Promise<boolean> {
  const { meta } = await db.prepare(`DELETE FROM links WHERE link = ?1 AND run_id = ?2`).bind(link, runId).run();
  return meta.changes > 0;
}
