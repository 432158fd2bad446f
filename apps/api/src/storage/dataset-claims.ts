import type { D1Database } from '@cloudflare/workers-types';
import { StepwellError } from '@stepwell/base/errors';
import { z } from 'zod';

/** Age after which a claim must be from an interrupted call. */
const CLAIM_MS = 900_000;
/** Delay before an upload that collided with a deletion can be repeated. */
const RETRY_MS = 1_000;

const claimRows = z.array(z.object({ sha256: z.string(), uploaded_until: z.int() }));

/** A dataset that may be deleted. */
export interface Unwanted {
  sha256: string;
  /** It is kept if it was uploaded again after this time, in milliseconds since 1970. */
  uploadedUntil: number;
}

/** SQL condition: no run uses the dataset `asked.sha256`. */
const UNUSED = `NOT EXISTS (SELECT 1 FROM runs WHERE json_extract(spec, '$.dataset') = asked.sha256)
  AND NOT EXISTS (SELECT 1 FROM runs WHERE json_extract(spec, '$.testDataset') = asked.sha256)`;

/** @returns the datasets that no run uses, in the given order. */
export async function unusedOf(db: D1Database, sha256s: string[]): Promise<string[]> {
  const { results } = await db
    .prepare(
      `SELECT sha256 FROM (SELECT value AS sha256, key FROM json_each(?1)) AS asked WHERE ${UNUSED} ORDER BY key`,
    )
    .bind(JSON.stringify(sha256s))
    .all();
  return z
    .array(z.object({ sha256: z.string() }))
    .parse(results)
    .map(({ sha256 }) => sha256);
}

/**
 * Claims the deletion of datasets that no run uses. While a dataset is claimed, no run can be created with it and no other
 * call deletes it. Creating a run and claiming are both conditional writes, so only one of them succeeds.
 *
 * @param now milliseconds since 1970; identifies the claim.
 * @returns the datasets that were claimed.
 */
export async function claimDeletion(db: D1Database, unwanted: Unwanted[], now: number): Promise<Unwanted[]> {
  const { results } = await db
    .prepare(
      `INSERT INTO condemned (sha256, claimed_at, uploaded_until)
       SELECT sha256, ?2, uploaded_until
       FROM (SELECT value ->> 'sha256' AS sha256, value ->> 'uploadedUntil' AS uploaded_until FROM json_each(?1)) AS asked
       WHERE ${UNUSED}
       ON CONFLICT (sha256) DO UPDATE SET claimed_at = excluded.claimed_at WHERE condemned.claimed_at <= ?2 - ?3
       RETURNING sha256, uploaded_until`,
    )
    .bind(JSON.stringify(unwanted), now, CLAIM_MS)
    .all();
  return asUnwanted(results);
}

/** Releases claims after the deletion. @param claimedAt the time that identifies the claim. */
export async function releaseClaims(db: D1Database, sha256s: string[], claimedAt: number): Promise<void> {
  await db
    .prepare(`DELETE FROM condemned WHERE sha256 IN (SELECT value FROM json_each(?1)) AND claimed_at = ?2`)
    .bind(JSON.stringify(sha256s), claimedAt)
    .run();
}

/** @returns datasets whose deletion was interrupted. */
export async function interruptedClaims(db: D1Database, now: number, limit: number): Promise<Unwanted[]> {
  const { results } = await db
    .prepare(`SELECT sha256, uploaded_until FROM condemned WHERE claimed_at <= ?1 - ?2 LIMIT ?3`)
    .bind(now, CLAIM_MS, limit)
    .all();
  return asUnwanted(results);
}

/** @throws {StepwellError} `busy` while the dataset is being deleted, since a new upload could be deleted with it. */
export async function requireNotClaimed(db: D1Database, sha256: string): Promise<void> {
  const claim = await db.prepare(`SELECT 1 FROM condemned WHERE sha256 = ?1`).bind(sha256).first();
  if (claim !== null) throw beingDeleted();
}

/** @returns the error for an upload that collided with the deletion of an earlier one. */
export function beingDeleted(): StepwellError {
  return new StepwellError(
    'busy',
    'An earlier upload of this file is being deleted right now, because no run uses it. Upload the file again.',
    { details: { retryAfterMs: RETRY_MS } },
  );
}

function asUnwanted(rows: unknown[]): Unwanted[] {
  return claimRows.parse(rows).map((row) => ({ sha256: row.sha256, uploadedUntil: row.uploaded_until }));
}
