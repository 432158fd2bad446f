import { endedVersion } from '../share/run-to-share.ts';
import { runPrefix } from '../storage/prefixes.ts';
import type { RunToClean } from '../storage/to-clean.ts';

/**
 * Whether nobody will ever read an object of a run again, provided that it was written long before the run was read: what
 * a step wrote and didn't commit then is not committed any more.
 *
 * @param checkpoints the keys that the run's fits name.
 * @param atRest whether no step of the run can be under way: only then is what was written of an opening of the vault,
 *   whose key a repeated step writes again, nobody's.
 */
export function isSuperseded(
  key: string,
  run: Pick<RunToClean, 'id' | 'version' | 'opened'>,
  checkpoints: ReadonlySet<string>,
  atRest: boolean,
): boolean {
  const name = key.slice(runPrefix(run.id).length);
  if (name.startsWith('fits/')) return !checkpoints.has(key);
  if (name.startsWith('card/')) return name !== `card/${endedVersion(run.version)}`;
  const opening = /^(?:predictions|diagnostics)\/(\d+)$/.exec(name)?.[1];
  return opening !== undefined && atRest && run.opened !== null && Number(opening) > run.opened;
}
