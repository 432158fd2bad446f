import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';

/** @returns the last key that a walk over storage has looked at; empty where it is to begin. */
export async function walkedTo(db: D1Database, name: string): Promise<string> {
  const row = await db.prepare(`SELECT after FROM walks WHERE name = ?1`).bind(name).first();
  return row === null ? '' : z.object({ after: z.string() }).parse(row).after;
}

/** Notes where a walk goes on; an empty `after` begins it anew. */
export async function walkOn(db: D1Database, name: string, after: string): Promise<void> {
  await db
    .prepare(`INSERT INTO walks (name, after) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET after = excluded.after`)
    .bind(name, after)
    .run();
}
