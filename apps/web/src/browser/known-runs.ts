import { useMemo, useSyncExternalStore } from 'react';
import { parseStored, readStored, watchStored, writeStored } from './storage.ts';

const RUNS = 'stepwell.runs';
const KEYS = 'stepwell.keys';
const MAX_RUNS = 50;

/** A run that was started on this browser. */
export interface KnownRun {
  id: string;
  name: string;
  target: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** Remembers a run and its edit key on this browser, and nowhere else. */
export function rememberRun(run: KnownRun, key: string): void {
  const others = parseRuns(readStored('local', RUNS)).filter(({ id }) => id !== run.id);
  writeStored('local', KEYS, JSON.stringify({ ...parseKeys(readStored('local', KEYS)), [run.id]: key }));
  writeStored('local', RUNS, JSON.stringify([run, ...others].slice(0, MAX_RUNS)));
}

/** The runs started on this browser, newest first; null before the browser was asked. */
export function useKnownRuns(): KnownRun[] | null {
  const stored = useSyncExternalStore(
    watchStored,
    () => readStored('local', RUNS) ?? '',
    () => null,
  );
  return useMemo(() => (stored === null ? null : parseRuns(stored)), [stored]);
}

/** The edit key of a run, when this browser holds it. */
export function useEditKey(id: string): string | null {
  const stored = useSyncExternalStore(
    watchStored,
    () => readStored('local', KEYS),
    () => null,
  );
  return useMemo(() => parseKeys(stored)[id] ?? null, [stored, id]);
}

/** @returns the runs in what was stored; what does not fit is left out. */
export function parseRuns(stored: string | null): KnownRun[] {
  const value = parseStored(stored);
  return Array.isArray(value) ? value.filter(isKnownRun) : [];
}

/** @returns the keys by run in what was stored; what does not fit is left out. */
export function parseKeys(stored: string | null): Record<string, string> {
  const value = parseStored(stored);
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function isKnownRun(value: unknown): value is KnownRun {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'id') === 'string' &&
    typeof Reflect.get(value, 'name') === 'string' &&
    typeof Reflect.get(value, 'target') === 'string' &&
    typeof Reflect.get(value, 'createdAt') === 'number'
  );
}
