import type { StoredRun } from '../storage/runs.ts';

const MINUTE = 'public, max-age=60';
const MINUTES = 'public, max-age=300';
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * How long an answer about a run may be kept: for good only where its address names its version.
 *
 * @param asked the version in the address, if any.
 */
export function keptFor(status: StoredRun['state']['status'], version: string, asked: string | undefined): string {
  if (status === 'running') return MINUTE;
  return asked === version ? FOREVER : MINUTES;
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
