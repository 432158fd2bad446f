import { describe, test } from 'vitest';
import { ApiError } from '../api/api-error.ts';
import { drive, type DriverState } from './drive.ts';

/** Drives through prepared responses: `true`s, errors, then `false`. */
async function driveThrough(answers: (boolean | ApiError)[], pauseAfter = Infinity) {
  const stop = new AbortController();
  const states: DriverState['kind'][] = [];
  const waits: number[] = [];
  let steps = 0;
  await drive({
    step: async () => {
      const answer = answers[steps++];
      if (steps >= pauseAfter) stop.abort();
      if (answer === undefined) throw new Error('driven on after the end');
      if (answer instanceof ApiError) throw answer;
      return answer;
    },
    wait: async (milliseconds) => void waits.push(milliseconds),
    onState: (state) => void states.push(state.kind),
    signal: stop.signal,
  });
  return { states, waits, steps };
}

const lost = new ApiError('unreachable', null, 'no connection');

describe('drive', () => {
  test('chains steps until there is none left', async ({ expect }) => {
    expect(await driveThrough([true, true, false])).toEqual({
      states: ['stepping', 'stepping', 'ended'],
      waits: [],
      steps: 3,
    });
  });

  test('repeats a step that was lost after 1, 2, 4, 8 and again 8 seconds', async ({ expect }) => {
    const { waits, steps } = await driveThrough([lost, lost, lost, lost, lost, false]);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 8000]);
    expect(steps).toBe(6);
  });

  test('a response resets the backoff', async ({ expect }) => {
    const broken = new ApiError('internal', 500, 'broken');
    expect((await driveThrough([lost, broken, true, lost, false])).waits).toEqual([1000, 2000, 1000]);
  });

  test('waits as long as the service asks while others drive', async ({ expect }) => {
    const busy = new ApiError('busy', 409, 'busy', { retryAfterMs: 700 });
    expect(await driveThrough([busy, false])).toEqual({ states: ['busy', 'ended'], waits: [700], steps: 2 });
  });

  test('steps again at once when another driver was first', async ({ expect }) => {
    const conflict = new ApiError('step_conflict', 409, 'conflict');
    expect(await driveThrough([conflict, conflict, false])).toEqual({ states: ['ended'], waits: [], steps: 3 });
  });

  test('waits out limits per minute and per day', async ({ expect }) => {
    const minute = new ApiError('rate_limited', 429, 'Too many a minute.', { retryAfterMs: 60_000 });
    const day = new ApiError('quota_exceeded', 429, 'Too many a day.', { retryAfterMs: 7_000_000 });
    expect(await driveThrough([minute, day, true, false])).toEqual({
      states: ['limited', 'limited', 'stepping', 'ended'],
      waits: [60_000, 7_000_000],
      steps: 4,
    });
  });

  test('stops when it is refused', async ({ expect }) => {
    const forbidden = new ApiError('forbidden', 403, 'not your key');
    expect(await driveThrough([true, forbidden])).toEqual({ states: ['stepping', 'refused'], waits: [], steps: 2 });
  });

  test('pauses after the current step', async ({ expect }) => {
    expect(await driveThrough([true, true, true], 2)).toEqual({
      states: ['stepping', 'stepping', 'paused'],
      waits: [],
      steps: 2,
    });
  });
});
