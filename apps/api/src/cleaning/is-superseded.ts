import { endedVersion } from '../share/run-to-share.ts';
import { runPrefix } from '../storage/prefixes.ts';
import type { RunToClean } from '../storage/to-clean.ts';

/**
 * Whether nobody will ever read an object of a run again, provided that it was written long before the run was read: what
 * a step wrote and didn't commit then is not committed any more.
 *
 * What was written of the next opening of the vault, by a test that was cut short, is not meant: the key is the one that
 * the repeated test writes, at whatever moment somebody resumes the run.
 *
 * @param checkpoints the keys that the run's fits name.
 */
export function isSuperseded(
  key: string,
  run: Pick<RunToClean, 'id' | 'version' | 'opened'>,
  checkpoints: ReadonlySet<string>,
): boolean {
  const name = key.slice(runPrefix(run.id).length);
  if (name.startsWith('fits/')) return !checkpoints.has(key);
  if (name.startsWith('card/')) return name !== `card/${endedVersion(run.version)}`;
  const opening = /^(?:predictions|diagnostics)\/(\d+)$/.exec(name)?.[1];
  return opening !== undefined && run.opened !== null && Number(opening) > run.opened + 1;
}
