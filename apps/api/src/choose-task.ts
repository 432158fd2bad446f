import { StepwellError } from '@stepwell/base/errors';
import type { Task } from '@stepwell/workflow';
import { generator } from '@stepwell/base/random';
import type { StoredFit } from './storage/runs.ts';

/**
 * Which of the ready tasks a driver takes: the fit that it stepped before, else one that nobody holds, each driver
 * beginning at another place of the list so that they rarely meet.
 *
 * @param tasks the ready tasks; empty when the run has ended.
 * @param fits the fits that have begun, by id.
 * @param client names the driver.
 * @param now milliseconds since 1970.
 * @returns the task, or null when there is none.
 * @throws {StepwellError} `busy` when every ready fit is held by another driver.
 */
export function chooseTask(
  tasks: Task[],
  fits: ReadonlyMap<string, StoredFit>,
  client: string,
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
  if (free.length > 0) return free[generator(0, 'driver', client).below(free.length)]!.task;
  const wait = Math.min(...leases.map(({ until }) => until)) - now;
  throw new StepwellError(
    'busy',
    `Every fit that is ready is being trained by another driver. Try again in ${Math.ceil(wait / 1000)} s; watching needs no driver.`,
    {
      details: { retryAfterMs: wait },
    },
  );
}
