import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { ask, connect, sleep, type Client } from '../../apps/cli/src/client.ts';
import { drive, type RunKey } from '../../apps/cli/src/drive.ts';
import { startStack, type Stack } from '../../apps/cli/src/stack/stack.ts';
import { generator } from '../../packages/workflow/src/random/index.ts';
import { learnableCsv } from '../workerd/tables.ts';

/** How many times the whole stack is killed: `npm run test:faults` sets more. */
const KILLS = Number(process.env['STEPWELL_KILLS'] ?? 3);
const PORT = 8791;

describe('the stack is killed in the middle of a run', () => {
  test(`${KILLS} times at random moments; the run goes on and ends on the same weights`, async ({ expect }) => {
    const persistTo = await mkdtemp(join(tmpdir(), 'stepwell-faults-'));
    const random = generator(KILLS, 'faults', 'moments');
    const start = () => startStack({ port: PORT, persistTo, reuse: false, quiet: true, dashboard: false });
    let stack = await start();
    try {
      const client = connect(stack.url);
      const undisturbed = await runOnce(client, 'undisturbed');
      let kills = 0;
      while (kills < KILLS) {
        const run = await createRun(client);
        const progress = { ended: false };
        const driven = finish(client, run, `driver-${kills}`).finally(() => (progress.ended = true));
        while (!progress.ended && kills < KILLS) {
          await sleep(100 + random.below(2_000));
          if (progress.ended) break;
          killGroup(stack);
          kills++;
          await stack.ended;
          stack = await start();
        }
        expect(await driven).toBe(undisturbed);
      }
      expect(kills).toBe(KILLS);
    } finally {
      await stack.stop();
      await rm(persistTo, { recursive: true, force: true });
    }
  });
});

async function createRun(client: Client): Promise<RunKey> {
  const body = learnableCsv(60);
  const dataset = await ask(() =>
    client.api.datasets.$post({ query: {} }, { init: { body, headers: { 'content-type': 'text/csv' } } }),
  );
  return ask(() =>
    client.api.runs.$post({ json: { dataset: dataset.sha256, target: ['y'], effort: 'quick', seed: 11, goOn: true } }),
  );
}

async function runOnce(client: Client, name: string): Promise<string> {
  return finish(client, await createRun(client), name);
}

/** Drives a run to its end through whatever happens to the service; resolves to the sha256 of its weights. */
async function finish(client: Client, run: RunKey, name: string): Promise<string> {
  for await (const answer of drive(client, run, { client: name, minibatches: 40 })) void answer;
  const report = await ask(() => client.api.runs[':id'].report.$get({ param: { id: run.id } }));
  if (report.model === null) throw new Error(`the run ended ${report.run.status}: ${report.verdict}`);
  return report.model.sha256;
}

function killGroup(stack: Stack): void {
  if (stack.processGroup === null) throw new Error('this stack was not started here');
  process.kill(-stack.processGroup, 'SIGKILL');
}
