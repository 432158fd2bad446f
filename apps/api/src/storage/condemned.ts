import type { D1Database } from '@cloudflare/workers-types';
import { StepwellError } from '@stepwell/base/errors';
import { z } from 'zod';

/** After so long a claim is left over from a call that was cut short: none lives that long. */
const CLAIM_MS = 900_000;
/** When an upload that met its own deletion may come again. */
const RETRY_MS = 1_000;

const claimRows = z.array(z.object({ sha256: z.string(), uploaded_until: z.int() }));

/** A dataset that may be deleted. */
export interface Unwanted {
  sha256: string;
  /** It is spared if it was uploaded after this moment, in milliseconds since 1970: then somebody wants it again. */
  uploadedUntil: number;
}

/** Holds of a dataset `value` that no run uses. */
const UNUSED = `NOT EXISTS (SELECT 1 FROM runs WHERE json_extract(spec, '$.dataset') = asked.sha256)
  AND NOT EXISTS (SELECT 1 FROM runs WHERE json_extract(spec, '$.testDataset') = asked.sha256)`;

/** @returns those that no run uses at this moment, in the order given. */
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
 * Claims the deletion of datasets that no run uses. While it is claimed no run can be made of a dataset, and nobody else
 * deletes it: whoever is first, the run or the claim, keeps the other out, for both are one conditional write.
 *
 * @param now milliseconds since 1970; names the claim.
 * @returns those that were claimed; not those that a run uses, nor those that somebody else is deleting.
 */
export async function condemn(db: D1Database, unwanted: Unwanted[], now: number): Promise<Unwanted[]> {
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

/** Ends claims: what was to be deleted is. @param claimedAt the claim's name. */
export async function release(db: D1Database, sha256s: string[], claimedAt: number): Promise<void> {
  await db
    .prepare(`DELETE FROM condemned WHERE sha256 IN (SELECT value FROM json_each(?1)) AND claimed_at = ?2`)
    .bind(JSON.stringify(sha256s), claimedAt)
    .run();
}

/** @returns datasets whose deletion was cut short. */
export async function leftClaims(db: D1Database, now: number, limit: number): Promise<Unwanted[]> {
  const { results } = await db
    .prepare(`SELECT sha256, uploaded_until FROM condemned WHERE claimed_at <= ?1 - ?2 LIMIT ?3`)
    .bind(now, CLAIM_MS, limit)
    .all();
  return asUnwanted(results);
}

/** @throws {StepwellError} `busy` while the dataset is being deleted: what is stored now might go with it. */
export async function requireNotCondemned(db: D1Database, sha256: string): Promise<void> {
  const claim = await db.prepare(`SELECT 1 FROM condemned WHERE sha256 = ?1`).bind(sha256).first();
  if (claim !== null) throw beingDeleted();
}

/** The error for an upload that met the deletion of an earlier one. */
export function beingDeleted(): StepwellError {
  return new StepwellError(
    'busy',
    'An earlier upload of this very file, which no run uses any more, is being deleted at this moment. Send it again.',
    { details: { retryAfterMs: RETRY_MS } },
  );
}

function asUnwanted(rows: unknown[]): Unwanted[] {
  return claimRows.parse(rows).map((row) => ({ sha256: row.sha256, uploadedUntil: row.uploaded_until }));
}
