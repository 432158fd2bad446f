/** Browser storage. Without it, lists stay empty. */
type Area = 'local' | 'session';

const listeners = new Set<() => void>();

/** @returns the text under `name`; null if there is none or the browser forbids it. */
export function readStored(area: Area, name: string): string | null {
  try {
    return storageOf(area).getItem(name);
  } catch {
    return null;
  }
}

/** Stores `value` under `name` and notifies listeners. */
export function writeStored(area: Area, name: string, value: string): void {
  try {
    storageOf(area).setItem(name, value);
  } catch {
    // A private window may refuse; the page works without it.
  }
  for (const listener of listeners) listener();
}

/** Listens to changes, from this tab and others. @returns how to stop. */
export function watchStored(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** @returns the JSON in `stored`; undefined if there is none. */
export function parseStored(stored: string | null): unknown {
  if (stored === null) return undefined;
  try {
    return JSON.parse(stored);
  } catch {
    return undefined;
  }
}

function storageOf(area: Area): Storage {
  return area === 'local' ? window.localStorage : window.sessionStorage;
}
