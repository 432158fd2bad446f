import { useMemo, useSyncExternalStore } from 'react';
import { parseStored, readStored, watchStored, writeStored } from './storage.ts';

const RUNS = 'stepwell.runs';
const KEYS = 'stepwell.keys';
const MAX_RUNS = 50;

/** A run that was started in this browser. */
export interface KnownRun {
  id: string;
  name: string;
  target: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** The user's name for it, if they renamed it. */
  label?: string;
  /** Whether it stays at the top of the list. */
  pinned?: boolean;
  /** Whether it pauses after each stage. */
  guided?: boolean;
  /** Set for a run that was trained elsewhere. */
  kind?: 'logged';
}

/** What can change about a known run. */
export type RunNote = Pick<KnownRun, 'label' | 'pinned' | 'guided'>;

/** Stores a run and its edit key in this browser, and nowhere else. */
export function rememberRun(run: KnownRun, key: string): void {
  const others = storedRuns().filter(({ id }) => id !== run.id);
  writeStored('local', KEYS, JSON.stringify({ ...parseKeys(readStored('local', KEYS)), [run.id]: key }));
  writeStored('local', RUNS, JSON.stringify(withinRoom([run, ...others])));
}

/** Updates a run of this browser. */
export function noteRun(id: string, note: RunNote): void {
  writeStored('local', RUNS, JSON.stringify(storedRuns().map((run) => (run.id === id ? { ...run, ...note } : run))));
}

/** Removes a run and its edit key from this browser, which then can't continue it. */
export function forgetRun(id: string): void {
  const { [id]: _key, ...keys } = parseKeys(readStored('local', KEYS));
  writeStored('local', KEYS, JSON.stringify(keys));
  writeStored('local', RUNS, JSON.stringify(storedRuns().filter((run) => run.id !== id)));
}

/** The runs started in this browser, pinned ones first, then the newest; null until hydration. */
export function useKnownRuns(): KnownRun[] | null {
  const read = useSyncExternalStore(
    watchStored,
    () => readStored('local', RUNS) ?? '',
    () => null,
  );
  return useMemo(() => (read === null ? null : inOrder(parseRuns(read))), [read]);
}

/** A run as this browser knows it; null if it was started elsewhere. */
export function useKnownRun(id: string): KnownRun | null {
  return useKnownRuns()?.find((run) => run.id === id) ?? null;
}

/** The edit key of a run, if this browser holds it. */
export function useEditKey(id: string): string | null {
  const read = useSyncExternalStore(
    watchStored,
    () => readStored('local', KEYS),
    () => null,
  );
  return useMemo(() => parseKeys(read)[id] ?? null, [read, id]);
}

/** @returns the edit key of a run, if this browser holds it. */
export function editKeyOf(id: string): string | null {
  return parseKeys(readStored('local', KEYS))[id] ?? null;
}

/** @returns the runs in a stored list, without invalid ones. */
export function parseRuns(stored: string | null): KnownRun[] {
  const value = parseStored(stored);
  return Array.isArray(value) ? value.filter(isKnownRun) : [];
}

/** @returns the stored keys by run, without invalid ones. */
export function parseKeys(stored: string | null): Record<string, string> {
  const value = parseStored(stored);
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** @returns pinned runs first, then the newest. */
export function inOrder(runs: readonly KnownRun[]): KnownRun[] {
  return runs.toSorted((a, b) => Number(b.pinned === true) - Number(a.pinned === true) || b.createdAt - a.createdAt);
}

/** Drops the oldest runs if there are too many; pinned ones stay. */
function withinRoom(runs: readonly KnownRun[]): KnownRun[] {
  const kept = new Set(inOrder(runs).slice(0, MAX_RUNS));
  return runs.filter((run) => kept.has(run));
}

/** @returns the runs of this browser, in the order they are kept. */
export function storedRuns(): KnownRun[] {
  return parseRuns(readStored('local', RUNS));
}

function isKnownRun(value: unknown): value is KnownRun {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'id') === 'string' &&
    typeof Reflect.get(value, 'name') === 'string' &&
    typeof Reflect.get(value, 'target') === 'string' &&
    typeof Reflect.get(value, 'createdAt') === 'number' &&
    ['string', 'undefined'].includes(typeof Reflect.get(value, 'label')) &&
    ['boolean', 'undefined'].includes(typeof Reflect.get(value, 'pinned')) &&
    ['boolean', 'undefined'].includes(typeof Reflect.get(value, 'guided')) &&
    ['logged', undefined].includes(Reflect.get(value, 'kind'))
  );
}
