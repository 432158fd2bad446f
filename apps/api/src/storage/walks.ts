import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';

/** @returns the last key that a walk over the storage has checked; empty at the start. */
export async function readCursor(db: D1Database, name: string): Promise<string> {
  const row = await db.prepare(`SELECT after FROM walks WHERE name = ?1`).bind(name).first();
  return row === null ? '' : z.object({ after: z.string() }).parse(row).after;
}

/** Stores where a walk continues; an empty `after` restarts it. */
export async function writeCursor(db: D1Database, name: string, after: string): Promise<void> {
  await db
    .prepare(`INSERT INTO walks (name, after) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET after = excluded.after`)
    .bind(name, after)
    .run();
}
