import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

/** The run's id in the address `/r/:id`; null until hydration. */
export function useRunId(): string | null {
  return useSyncExternalStore(
    watchAddress,
    () => runIdIn(window.location.pathname),
    () => null,
  );
}

/** @returns the id in a path `/r/:id`; empty if it has none. */
export function runIdIn(pathname: string): string {
  return /^\/r\/([^/]+)\/?$/.exec(pathname)?.[1] ?? '';
}

/** Whether it has the format of a run's id. */
export function isRunId(id: string): boolean {
  return /^[0-9A-Za-z]{22}$/.test(id);
}

/** Whether the page is hydrated: before that, the address isn't known. */
export function useAddressKnown(): boolean {
  return useSyncExternalStore(
    watchAddress,
    () => true,
    () => false,
  );
}

/** The address's parameters, and how to change them; null removes one. */
export interface Parameters {
  get: (name: string) => string | null;
  set: (changes: Record<string, string | null>) => void;
}

/** The address's parameters: the link holds what is selected. */
export function useParameters(): Parameters {
  const search = useSyncExternalStore(
    watchAddress,
    () => window.location.search,
    () => '',
  );
  const parameters = new URLSearchParams(search);
  return { get: (name) => parameters.get(name), set: setParameters };
}

function setParameters(changes: Record<string, string | null>): void {
  const url = new URL(window.location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  // Keep lists readable: a comma needs no escape in a query.
  url.search = url.search.replaceAll('%2C', ',');
  window.history.replaceState(window.history.state, '', url);
  for (const listener of listeners) listener();
}

function watchAddress(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}
