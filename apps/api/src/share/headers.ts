import type { StoredRun } from '../storage/runs.ts';

const MINUTE = 'public, max-age=60';
const MINUTES = 'public, max-age=300';
/** For answers that never change. */
export const FOREVER = 'public, max-age=31536000, immutable';
/** For answers through a link, which can be revoked: cached only by the client, and briefly. */
const THROUGH_A_LINK = 'private, max-age=60';

type Shown = Pick<StoredRun, 'id' | 'shownId'>;

/**
 * Cache-Control of an answer about a run; immutable only if its address has the current version.
 *
 * @param asked the version in the address, if any.
 */
export function keptFor(run: Shown & Pick<StoredRun, 'state'>, version: string, asked: string | undefined): string {
  if (run.state.status === 'running') return atMost(run, MINUTE);
  return atMost(run, asked === version ? FOREVER : MINUTES);
}

/**
 * Cache-Control of a report; immutable if its address has the final version.
 *
 * @param asked the version in the address, if any.
 */
export function reportKeptFor(run: Shown & Pick<StoredRun, 'state' | 'version'>, asked: number | undefined): string {
  const final = run.state.status !== 'running' && asked === run.version;
  return final ? atMost(run, FOREVER) : 'no-cache';
}

/** @returns the Cache-Control, shortened for answers through a link. */
export function atMost({ id, shownId }: Shown, kept: string): string {
  return shownId === id ? kept : THROUGH_A_LINK;
}

/** Forbids embedding a page. */
export const UNFRAMED = { 'content-security-policy': "frame-ancestors 'none'", 'x-frame-options': 'DENY' } as const;

/** Allows embedding a page, which runs and loads nothing. */
export const FRAMED = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *",
} as const;

/** Headers of a picture. */
export const PICTURE = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
  'access-control-allow-origin': '*',
} as const;

/** @returns the Content-Disposition of a download. */
export function attachment(name: string): string {
  return `attachment; filename="${name}"`;
}
