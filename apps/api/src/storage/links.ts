import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';

const ALIVE = `(expires_at IS NULL OR expires_at > ?2)`;
/** Links that have ended are told of for so long. */
const TOLD_MS = 30 * 86_400_000;

/**
 * SQL for the run that the id `?1` leads to at the time `?2`: through a link that is alive, else the id itself. Part of
 * the query that reads the run, so that a link costs no query of its own.
 */
export const LED_TO = `coalesce((SELECT run_id FROM links WHERE link = ?1 AND ${ALIVE}), ?1)`;

/** A further link to a run. */
export interface StoredLink {
  link: string;
  createdAt: number;
  /** Null where it does not end by itself. */
  expiresAt: number | null;
}

const linkRow = z.object({ link: z.string(), created_at: z.int(), expires_at: z.int().nullable() });

/**
 * Makes a link, unless the run has many that are alive.
 *
 * @param most how many it may have.
 * @returns whether it was made.
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

/** @returns a run's links, those that have lately ended too, the newest first. */
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

/** @returns whether an id is a link that is alive. */
export async function isLink(db: D1Database, id: string, now: number): Promise<boolean> {
  return (await db.prepare(`SELECT 1 FROM links WHERE link = ?1 AND ${ALIVE}`).bind(id, now).first()) !== null;
}

/** Takes a link of a run back. @returns whether there was one. */
export async function deleteLink(db: D1Database, runId: string, link: string): Promise<boolean> {
  const { meta } = await db.prepare(`DELETE FROM links WHERE link = ?1 AND run_id = ?2`).bind(link, runId).run();
  return meta.changes > 0;
}
