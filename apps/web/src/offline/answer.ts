/** How a request is answered where the network may be gone. */
export type Answering =
  /** Not ours: whatever changes something, or goes elsewhere. */
  | 'network'
  /** Never changes under its address. */
  | 'kept-first'
  /** As new as it can be, else as it was last seen. */
  | 'network-first'
  /** A page: from the network, else the one file that serves all of its kind. */
  | 'page';

const RUN_DATA = /^\/api\/runs\/[0-9A-Za-z]{22}(?:\/(?:live|report|curve|sketches|diagnostics))?$/;
const NEVER_CHANGES = /^\/_next\/static\//;
const SHIPPED = /^\/(?:examples\/|icon|apple-icon|manifest\.webmanifest)/;
const PAGE = /^\/(?:$|compare$|r$|r\/[0-9A-Za-z]{22}$)/;

/** @returns how a request to this origin is answered. */
export function answeringOf(method: string, pathname: string): Answering {
  if (method !== 'GET') return 'network';
  if (NEVER_CHANGES.test(pathname)) return 'kept-first';
  if (RUN_DATA.test(pathname) || SHIPPED.test(pathname)) return 'network-first';
  return PAGE.test(pathname) ? 'page' : 'network';
}

/** @returns the file that serves a page: one for all runs. */
export function shellOf(pathname: string): string {
  return pathname.startsWith('/r/') ? '/r' : pathname;
}

/** @returns what an answer is kept under: how much of a run the asker knew already is no part of it. */
export function keptUnder(url: string): string {
  const kept = new URL(url);
  kept.searchParams.delete('seen');
  return kept.href;
}
