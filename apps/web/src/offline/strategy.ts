/** How the service worker handles a request. */
export type Strategy =
  /** Not handled: requests that change something, and everything else. */
  | 'network'
  /** Files that never change at their address. */
  | 'cache-first'
  /** The latest response, or the last cached one. */
  | 'network-first'
  /** A page: from the network, or the cached file that serves all pages of its kind. */
  | 'page';

const RUN_DATA =
  /^\/api\/runs\/[0-9A-Za-z]{22}(?:\/(?:live|report|curve|sketches|diagnostics|signature|explanation|model|checks))?$/;
const LOGGED_DATA = /^\/api\/logs\/[0-9A-Za-z]{22}$/;
const IMMUTABLE = /^\/_next\/static\//;
const STATIC = /^\/(?:examples\/|engine\/|icon|apple-icon|manifest\.webmanifest)/;
const PAGE = /^\/(?:$|compare$|[rl]$|[rl]\/[0-9A-Za-z]{22}$)/;

/** @returns how to handle a request to this origin. */
export function strategyOf(method: string, pathname: string): Strategy {
  if (method !== 'GET') return 'network';
  if (IMMUTABLE.test(pathname)) return 'cache-first';
  if (RUN_DATA.test(pathname) || LOGGED_DATA.test(pathname) || STATIC.test(pathname)) return 'network-first';
  return PAGE.test(pathname) ? 'page' : 'network';
}

/** @returns the file that serves a page: one for all runs. */
export function shellOf(pathname: string): string {
  return /^\/[rl]\//.test(pathname) ? pathname.slice(0, 2) : pathname;
}

/** @returns the cache key of a URL, without `seen`: it only says how much of the run the client already knows. */
export function cacheKeyOf(url: string): string {
  const key = new URL(url);
  key.searchParams.delete('seen');
  return key.href;
}
