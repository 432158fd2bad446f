import type { D1Database } from '@cloudflare/workers-types';
import { z } from 'zod';

/** What a browser's push subscription needs besides its address, base64url. */
const pushSecrets = z.object({ p256dh: z.string(), auth: z.string() });
/** What webhooks are signed with: `whsec_` and base64. */
const webhookSecrets = z.object({ secret: z.string() });

const json = z.string().transform((text): unknown => JSON.parse(text));
const common = z.object({
  id: z.string(),
  run_id: z.string(),
  address: z.string(),
  origin: z.string(),
  created_at: z.int(),
  tries: z.int(),
  next_at: z.int().nullable(),
  event: z.string().nullable(),
  sent_at: z.int().nullable(),
  note: z.string().nullable(),
});
const alertRow = z.discriminatedUnion('kind', [
  common.extend({ kind: z.literal('push'), secrets: json.pipe(pushSecrets) }),
  common.extend({ kind: z.literal('webhook'), secrets: json.pipe(webhookSecrets) }),
]);

/** Where an alert goes. */
export type Recipient =
  | { kind: 'push'; address: string; secrets: z.infer<typeof pushSecrets> }
  | { kind: 'webhook'; address: string; secrets: z.infer<typeof webhookSecrets> };

/** An alert as stored. */
export type StoredAlert = Recipient & {
  id: string;
  runId: string;
  /** Of the service, for the run's link. */
  origin: string;
  createdAt: number;
  /** Times it was tried to tell the run's latest end. */
  tries: number;
  /** When it is tried next, in milliseconds since 1970; null if nothing is left to tell. */
  nextAt: number | null;
  /** What was told last, or is being told; null before the run's first end. */
  event: string | null;
  /** When that arrived, in milliseconds since 1970; null until then. */
  sentAt: number | null;
  /** Why the last try failed, or why there is no further one. */
  note: string | null;
};

/**
 * Stores an alert; one with the same address is replaced.
 *
 * @param most maximum number of alerts of a run.
 * @returns whether it was stored; false if there are too many, or the run was deleted.
 */
export async function insertAlert(
  db: D1Database,
  alert: Recipient & Pick<StoredAlert, 'id' | 'runId' | 'origin' | 'createdAt'>,
  most: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `INSERT INTO alerts (id, run_id, kind, address, secrets, origin, created_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM runs WHERE id = ?2)
         AND ?8 > (SELECT count(*) FROM alerts WHERE run_id = ?2 AND address <> ?4)
       ON CONFLICT (run_id, address) DO UPDATE SET id = excluded.id, kind = excluded.kind, secrets = excluded.secrets,
         origin = excluded.origin, created_at = excluded.created_at, settled = -1, tried = -1, tries = 0, next_at = 0,
         event = NULL, sent_at = NULL, note = NULL`,
    )
    .bind(
      alert.id,
      alert.runId,
      alert.kind,
      alert.address,
      JSON.stringify(alert.secrets),
      alert.origin,
      alert.createdAt,
      most,
    )
    .run();
  return meta.changes > 0;
}

/** @returns a run's alerts, the oldest first. */
export async function loadAlerts(db: D1Database, runId: string): Promise<StoredAlert[]> {
  const { results } = await db
    .prepare(`SELECT * FROM alerts WHERE run_id = ?1 ORDER BY created_at, id`)
    .bind(runId)
    .all();
  return asAlerts(results);
}

/** Deletes an alert. @returns whether it existed. */
export async function deleteAlert(db: D1Database, runId: string, id: string): Promise<boolean> {
  const { meta } = await db.prepare(`DELETE FROM alerts WHERE run_id = ?1 AND id = ?2`).bind(runId, id).run();
  return meta.changes > 0;
}

/** What is to be told of a run. */
export interface Due {
  runId: string;
  /** The run's version. */
  version: number;
  event: string;
}

/**
 * Claims the alerts of a run that are due: no other call gets them until the claim ends. A claim counts as a try, so one that dies
 * with the service is repeated, and no more often than others. What an earlier version waits for is superseded.
 *
 * @param until when the claim ends, in milliseconds since 1970.
 */
export async function claimAlerts(
  db: D1Database,
  { runId, version, event }: Due,
  now: number,
  until: number,
): Promise<StoredAlert[]> {
  const { results } = await db
    .prepare(
      `UPDATE alerts SET tries = iif(tried = ?2, tries, 0) + 1, tried = ?2, next_at = ?5, event = ?3, sent_at = NULL,
         note = iif(tried = ?2, note, NULL)
       WHERE run_id = ?1 AND settled < ?2 AND (tried <> ?2 OR next_at IS NULL OR next_at <= ?4) RETURNING *`,
    )
    .bind(runId, version, event, now, until)
    .all();
  return asAlerts(results);
}

/** Settles an alert for a version of its run: it has arrived, or isn't tried any more. */
export async function settleAlert(
  db: D1Database,
  id: string,
  version: number,
  { sentAt, note }: { sentAt: number | null; note: string | null },
): Promise<void> {
  await db
    .prepare(`UPDATE alerts SET settled = ?2, next_at = NULL, sent_at = ?3, note = ?4 WHERE id = ?1 AND tried = ?2`)
    .bind(id, version, sentAt, note)
    .run();
}

/** Stores why a try failed, and when the next one is, in milliseconds since 1970. */
export async function postponeAlert(
  db: D1Database,
  id: string,
  version: number,
  { nextAt, note }: { nextAt: number; note: string },
): Promise<void> {
  await db
    .prepare(`UPDATE alerts SET next_at = ?3, note = ?4 WHERE id = ?1 AND tried = ?2 AND settled < ?2`)
    .bind(id, version, nextAt, note)
    .run();
}

/** Settles the alerts of a run about whose end nobody is to be told: a person stopped it. */
export async function settleAll(db: D1Database, runId: string, version: number): Promise<void> {
  await db
    .prepare(`UPDATE alerts SET settled = ?2, next_at = NULL WHERE run_id = ?1 AND settled < ?2`)
    .bind(runId, version)
    .run();
}

/** Ends the tries of a run's alerts, with a note. */
export async function abandonAlerts(db: D1Database, runId: string, note: string): Promise<void> {
  await db.prepare(`UPDATE alerts SET next_at = NULL, note = ?2 WHERE run_id = ?1`).bind(runId, note).run();
}

/** @returns when the next try for a version of a run is due, in milliseconds since 1970; null if all is settled. */
export async function nextTry(db: D1Database, runId: string, version: number): Promise<number | null> {
  const row = await db
    .prepare(`SELECT min(coalesce(next_at, 0)) AS next_at FROM alerts WHERE run_id = ?1 AND settled < ?2`)
    .bind(runId, version)
    .first();
  return z.object({ next_at: z.int().nullable() }).parse(row).next_at;
}

/** @returns ended runs with alerts that are due, those due for longest first. */
export async function runsToTell(db: D1Database, now: number, most: number): Promise<string[]> {
  const { results } = await db
    .prepare(
      `SELECT run_id FROM alerts JOIN runs ON runs.id = run_id
       WHERE next_at <= ?1 AND runs.status <> 'running' AND settled < runs.version
       GROUP BY run_id ORDER BY min(next_at) LIMIT ?2`,
    )
    .bind(now, most)
    .all();
  return z
    .array(z.object({ run_id: z.string() }))
    .parse(results)
    .map((row) => row.run_id);
}

function asAlerts(rows: unknown[]): StoredAlert[] {
  return z
    .array(alertRow)
    .parse(rows)
    .map(({ run_id: runId, created_at: createdAt, next_at: nextAt, sent_at: sentAt, ...row }) => ({
      ...row,
      runId,
      createdAt,
      nextAt,
      sentAt,
    }));
}
