import { init } from '@stepwell/log';
import { rm } from 'node:fs/promises';
import { test, vi } from 'vitest';
import { sleep } from '../../apps/cli/src/client.ts';
import { startStack } from '../../apps/cli/src/stack/stack.ts';
import { newState } from '../new-state.ts';

/** `npm run test:faults` kills it twice. */
const KILLS = process.env['STEPWELL_FAULTY_RUNS'] === undefined ? 1 : 2;
/** So many more points are stored before each kill. */
const BETWEEN_KILLS = 150;
const POLL_MS = 50;

test('a program that logs through @stepwell/log loses and doubles no point while the service is killed', async ({
  expect,
}) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const persistTo = await newState();
  const start = (port: number) => startStack({ port, persistTo, reuse: false, quiet: true, dashboard: false });
  let stack = await start(0);
  try {
    const run = init({ project: 'javascript', config: { lr: 0.1 }, url: `${stack.url}/` });
    const logged: { step: number; values: Record<string, number | string> }[] = [];
    const ending = { now: false };
    const training = (async () => {
      for (let step = 0; !ending.now; step++) {
        run.log({ loss: step % 7 === 6 ? NaN : 1 / (step + 1), val: { loss: step } }, step);
        logged.push({ step, values: { loss: step % 7 === 6 ? 'NaN' : 1 / (step + 1), 'val.loss': step } });
        await sleep(2);
      }
    })();
    await vi.waitFor(() => expect(run.id).toBeTruthy(), { timeout: 60_000 });
    let known = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      known = await untilStored(stack.url, run.id!, known + BETWEEN_KILLS);
      process.kill(-stack.processGroup!, 'SIGKILL');
      await stack.ended;
      stack = await start(Number(new URL(stack.url).port));
    }
    ending.now = true;
    await training;
    expect(await run.finish()).toBe(true);
    expect(run.url).toBe(`${stack.url}/l/${run.id}`);
    const answer = await fetch(`${stack.url}/api/logs/${run.id}/export.json`);
    const stored = (await answer.json()) as { status: string; points: typeof logged };
    expect(logged.length).toBeGreaterThanOrEqual(known);
    expect([stored.status, stored.points]).toEqual(['finished', logged]);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("can't be reached"));
    // Afterwards, logging does nothing, and ending again is the same.
    run.log({ loss: 1 });
    expect(await run.finish()).toBe(true);
  } finally {
    warn.mockRestore();
    await stack.stop();
    await rm(persistTo, { recursive: true, force: true });
  }
});

/** Waits until the service has so many points of a run. @returns how many they are. */
async function untilStored(url: string, id: string, least: number): Promise<number> {
  for (;;) {
    const { points } = (await (await fetch(`${url}/api/logs/${id}/export.json`)).json()) as { points: unknown[] };
    if (points.length >= least) return points.length;
    await sleep(POLL_MS);
  }
}
