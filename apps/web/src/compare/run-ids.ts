import { MOST_SERIES } from '../chart/plot-theme.ts';

/** As many runs as can be told apart. */
export const MOST_RUNS = MOST_SERIES;

/** Why a link was not taken, or the run that it leads to. */
export type PastedRun = { id: string; refused: null } | { id: null; refused: 'unknown' | 'already' | 'full' };

const ID = '[0-9A-Za-z]{22}';

/** @returns the runs in an address, `a,b,c`: each once, and no more than can be told apart. */
export function readRunIds(written: string | null): string[] {
  const ids = (written ?? '').split(',').filter((id) => id !== '');
  return [...new Set(ids)].slice(0, MOST_RUNS);
}

/** @returns the runs for the address; null for none. */
export function writeRunIds(ids: readonly string[]): string | null {
  return ids.length === 0 ? null : ids.join(',');
}

/**
 * Reads what was pasted: a link to a run, or its id alone.
 *
 * @param ids the runs that are there already.
 */
export function readPasted(pasted: string, ids: readonly string[]): PastedRun {
  const words = pasted.trim();
  const id = new RegExp(`^(?:${ID}|.*/r/(${ID})(?:[/?#].*)?)$`).exec(words);
  const found = id === null ? null : (id[1] ?? words);
  if (found === null) return { id: null, refused: 'unknown' };
  if (ids.includes(found)) return { id: null, refused: 'already' };
  return ids.length >= MOST_RUNS ? { id: null, refused: 'full' } : { id: found, refused: null };
}

/** @returns the letter that a run goes by in its comparison: A, B, C and so on. */
export function letterOf(index: number): string {
  return String.fromCodePoint('A'.codePointAt(0)! + index);
}
