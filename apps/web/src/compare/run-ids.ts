import { MOST_SERIES } from '../chart/plot-theme.ts';

/** As many runs as can be told apart. */
export const MOST_RUNS = MOST_SERIES;

/** The id in a pasted link, or why it was refused. */
export type PastedRun = { id: string; refused: null } | { id: null; refused: 'unknown' | 'already' | 'full' };

const ID = '[0-9A-Za-z]{22}';

/** @returns the run ids in an address, `a,b,c`: each once, up to `MOST_RUNS`. */
export function readRunIds(written: string | null): string[] {
  const ids = (written ?? '').split(',').filter((id) => id !== '');
  return [...new Set(ids)].slice(0, MOST_RUNS);
}

/** @returns the run ids for the address; null for none. */
export function writeRunIds(ids: readonly string[]): string | null {
  return ids.length === 0 ? null : ids.join(',');
}

/**
 * Reads pasted text: a link to a run, or its id.
 *
 * @param ids the runs that are already there.
 */
export function readPasted(pasted: string, ids: readonly string[]): PastedRun {
  const words = pasted.trim();
  const id = new RegExp(`^(?:${ID}|.*/r/(${ID})(?:[/?#].*)?)$`).exec(words);
  const found = id === null ? null : (id[1] ?? words);
  if (found === null) return { id: null, refused: 'unknown' };
  if (ids.includes(found)) return { id: null, refused: 'already' };
  return ids.length >= MOST_RUNS ? { id: null, refused: 'full' } : { id: found, refused: null };
}

/** @returns a run's letter in the comparison: A, B, C and so on. */
export function letterOf(index: number): string {
  return String.fromCodePoint('A'.codePointAt(0)! + index);
}
