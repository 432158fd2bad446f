import { useMemo, useSyncExternalStore } from 'react';
import { parseStored, readStored, watchStored, writeStored } from '../browser/storage.ts';

const ALERTED = 'stepwell.alerted';
const MAX_RUNS = 50;

/** Notes that this browser is notified of a run's end. */
export function noteAlerted(id: string): void {
  const others = parseIds(readStored('local', ALERTED)).filter((one) => one !== id);
  writeStored('local', ALERTED, JSON.stringify([id, ...others].slice(0, MAX_RUNS)));
}

/** Whether this browser is notified of a run's end. */
export function useAlerted(id: string): boolean {
  const read = useSyncExternalStore(
    watchStored,
    () => readStored('local', ALERTED),
    () => null,
  );
  return useMemo(() => parseIds(read).includes(id), [read, id]);
}

function parseIds(stored: string | null): string[] {
  const value = parseStored(stored);
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
}
