import { endedVersion } from '../share/run-to-share.ts';
import { runPrefix } from '../storage/prefixes.ts';
import type { RunToClean } from '../storage/to-clean.ts';

/**
 * Tells whether an object of a run will never be read again, provided it was written long before the run was loaded.
 *
 * Results of the next opening of the vault are kept, even if an interrupted test wrote them: a resumed run writes the
 * same keys.
 *
 * @param checkpoints keys of the checkpoints that the run's fits use.
 */
export function isSuperseded(
  key: string,
  run: Pick<RunToClean, 'id' | 'version' | 'opened'>,
  checkpoints: ReadonlySet<string>,
): boolean {
  const name = key.slice(runPrefix(run.id).length);
  if (name.startsWith('fits/')) return !checkpoints.has(key);
  if (name.startsWith('card/')) return name !== `card/${endedVersion(run.version)}`;
  const opening = /^(?:predictions|diagnostics|model)\/(\d+)$/.exec(name)?.[1];
  return opening !== undefined && run.opened !== null && Number(opening) > run.opened + 1;
}
