import { useSyncExternalStore } from 'react';

/** The run's id in the address `/l/:id`; null until hydration. */
export function useLoggedId(): string | null {
  return useSyncExternalStore(
    () => () => {},
    () => loggedIdIn(window.location.pathname),
    () => null,
  );
}

/** @returns the id in a path `/l/:id`; empty if it has none. */
export function loggedIdIn(pathname: string): string {
  return /^\/l\/([^/]+)\/?$/.exec(pathname)?.[1] ?? '';
}

/**
 * Takes the edit key out of the address `/l/:id#key=KEY`. What follows the # is never sent to the service.
 *
 * @returns the key; null if there is none.
 */
export function keyInAddress(): string | null {
  const key = /^#key=([A-Za-z0-9_-]{1,100})$/.exec(window.location.hash)?.[1] ?? null;
  if (key !== null) window.history.replaceState(window.history.state, '', window.location.pathname);
  return key;
}

/** @returns a logged run's link on this origin, without its edit key. */
export function loggedLink(id: string): string {
  return new URL(`/l/${id}`, window.location.origin).href;
}

/** @returns the id in a pasted link to a logged run, or a pasted id; null for anything else. */
export function idInLoggedLink(pasted: string): string | null {
  const [, alone, linked] = /^(?:([0-9A-Za-z]{22})|.*\/l\/([0-9A-Za-z]{22})(?:[/?#].*)?)$/.exec(pasted.trim()) ?? [];
  return alone ?? linked ?? null;
}
