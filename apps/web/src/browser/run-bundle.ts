import { isRunId } from './address.ts';
import { isEditKey } from './key-in-address.ts';
import { editKeyOf, parseKeys, parseRuns, rememberRun, storedRuns } from './known-runs.ts';
import { parseStored } from './storage.ts';

/** What a file of runs says it is. */
const FORMAT = 'stepwell.runs/1';

/** @returns the runs of this browser with their edit keys, as JSON. */
export function bundleOf(): string {
  const runs = storedRuns();
  const keys = Object.fromEntries(
    runs.flatMap(({ id }) => {
      const key = editKeyOf(id);
      return key === null ? [] : [[id, key]];
    }),
  );
  return `${JSON.stringify({ format: FORMAT, runs, keys }, null, 2)}\n`;
}

/**
 * Adds the runs of a file to those of this browser; a key that is here already stays.
 *
 * @returns how many runs were new, or null if it isn't such a file.
 */
export function readBundle(json: string): number | null {
  const value = parseStored(json);
  if (typeof value !== 'object' || value === null || Reflect.get(value, 'format') !== FORMAT) return null;
  const keys = parseKeys(JSON.stringify(Reflect.get(value, 'keys') ?? {}));
  const runs = parseRuns(JSON.stringify(Reflect.get(value, 'runs') ?? []));
  let added = 0;
  // The oldest first: each is put at the beginning of the list.
  for (const run of runs.toReversed()) {
    const key = keys[run.id];
    if (key === undefined || !isEditKey(key) || !isRunId(run.id) || editKeyOf(run.id) !== null) continue;
    rememberRun(run, key);
    added++;
  }
  return added;
}
