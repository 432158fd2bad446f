/** What is kept on this browser; a browser that keeps nothing is one where the lists stay empty. */
type Area = 'local' | 'session';

const listeners = new Set<() => void>();

/** @returns the text under `name`; null when there is none or the browser forbids it. */
export function readStored(area: Area, name: string): string | null {
  try {
    return storageOf(area).getItem(name);
  } catch {
    return null;
  }
}

/** Keeps `value` under `name`, and tells whoever watches. */
export function writeStored(area: Area, name: string, value: string): void {
  try {
    storageOf(area).setItem(name, value);
  } catch {
    // A private window may refuse; the page works without.
  }
  for (const listener of listeners) listener();
}

/** Watches what is stored, from this tab and the others. @returns how to stop. */
export function watchStored(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** @returns the JSON in `stored`; undefined for what is none. */
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
