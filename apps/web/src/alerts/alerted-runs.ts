import { useMemo, useSyncExternalStore } from 'react';
import { parseStored, readStored, watchStored, writeStored } from '../browser/storage.ts';

const ALERTED = 'stepwell.alerted';
const MAX_RUNS = 50;

/** Notes which alert of a run notifies this browser; null for none. */
export function noteAlert(run: string, alert: string | null): void {
  const others = parseAlerts(readStored('local', ALERTED)).filter(([id]) => id !== run);
  const all = alert === null ? others : [[run, alert] as const, ...others];
  writeStored('local', ALERTED, JSON.stringify(all.slice(0, MAX_RUNS)));
}

/** The alert that notifies this browser of a run's end; null if none does. */
export function useAlert(run: string): string | null {
  const read = useSyncExternalStore(
    watchStored,
    () => readStored('local', ALERTED),
    () => null,
  );
  return useMemo(() => parseAlerts(read).find(([id]) => id === run)?.[1] ?? null, [read, run]);
}

/** @returns pairs of a run and its alert, without invalid ones. */
function parseAlerts(stored: string | null): (readonly [run: string, alert: string])[] {
  const value = parseStored(stored);
  if (!Array.isArray(value)) return [];
  return value.flatMap((pair: unknown) => {
    const [run, alert]: unknown[] = Array.isArray(pair) ? pair : [];
    return typeof run === 'string' && typeof alert === 'string' ? [[run, alert] as const] : [];
  });
}
