import { StepwellError } from '@stepwell/base/errors';
import type { Task } from '@stepwell/workflow';
import { generator } from '@stepwell/base/random';
import type { StepRequest } from './step-request.ts';
import type { StoredFit } from './storage/runs.ts';

/**
 * Chooses the next task of a driver: the fit that it leases, else a free one. Each driver picks from a different place in
 * the list, so they rarely collide: the one it was given, or one that depends on its name.
 *
 * @param tasks the ready tasks; empty after the run has ended.
 * @param fits the fits that have started, by id.
 * @param driver its name, and its place in the list if it was given one.
 * @param now milliseconds since 1970.
 * @returns the task, or null if there is none.
 * @throws {StepwellError} `busy` if other drivers lease every ready fit.
 */
export function chooseTask(
  tasks: Task[],
  fits: ReadonlyMap<string, StoredFit>,
  { client, place }: Pick<StepRequest, 'client' | 'place'>,
  now: number,
): Task | null {
  const [first] = tasks;
  if (first === undefined) return null;
  if (first.kind !== 'fit') return first;
  const leases = tasks.flatMap((task) => {
    if (task.kind !== 'fit') return [];
    const stored = fits.get(task.fit.id);
    const held = stored !== undefined && stored.leaseUntil > now;
    return [{ task, until: stored?.leaseUntil ?? 0, holder: held ? stored.leaseBy : null }];
  });
  const mine = leases.find(({ holder }) => holder === client);
  if (mine !== undefined) return mine.task;
  const free = leases.filter(({ holder }) => holder === null);
  if (free.length > 0) {
    // A place of a service with more drivers than there are now is beyond the list.
    const at =
      place === undefined ? generator(0, 'driver', client).below(free.length) : Math.floor((place % 1) * free.length);
    return free[at]!.task;
  }
  const wait = Math.min(...leases.map(({ until }) => until)) - now;
  throw new StepwellError(
    'busy',
    `Other drivers are training every fit that is ready. Try again in ${Math.ceil(wait / 1000)} s, or watch the run instead.`,
    {
      details: { retryAfterMs: wait },
    },
  );
}
