import type { StoredRun } from '../storage/runs.ts';

const MINUTE = 'public, max-age=60';
const MINUTES = 'public, max-age=300';
/** For what never changes under its address. */
export const FOREVER = 'public, max-age=31536000, immutable';
/** A link may be taken back: only who asked keeps the answer, and not for long. */
const THROUGH_A_LINK = 'private, max-age=60';

type Shown = Pick<StoredRun, 'id' | 'shownId'>;

/**
 * How long an answer about a run may be kept: for good only where its address names its version.
 *
 * @param asked the version in the address, if any.
 */
export function keptFor(run: Shown & Pick<StoredRun, 'state'>, version: string, asked: string | undefined): string {
  if (run.state.status === 'running') return atMost(run, MINUTE);
  return atMost(run, asked === version ? FOREVER : MINUTES);
}

/**
 * How long a report may be kept: for good where its address names the version that the run has ended at.
 *
 * @param asked the version in the address, if any.
 */
export function reportKeptFor(run: Shown & Pick<StoredRun, 'state' | 'version'>, asked: number | undefined): string {
  const final = run.state.status !== 'running' && asked === run.version;
  return final ? atMost(run, FOREVER) : 'no-cache';
}

/** @returns how long an answer may be kept, less for what was read through a link. */
export function atMost({ id, shownId }: Shown, kept: string): string {
  return shownId === id ? kept : THROUGH_A_LINK;
}

/** No page of ours may be framed, other than those made for it. */
export const UNFRAMED = { 'content-security-policy': "frame-ancestors 'none'", 'x-frame-options': 'DENY' } as const;

/** For what may be framed anywhere: it runs nothing and loads nothing. */
export const FRAMED = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *",
} as const;

/** For a picture that may be opened by itself. */
export const PICTURE = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
  'access-control-allow-origin': '*',
} as const;

/** For a file to be kept under a name of ours. */
export function attachment(name: string): string {
  return `attachment; filename="${name}"`;
}
