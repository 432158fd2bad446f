import { rm } from 'node:fs/promises';
import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { ask, connect, sleep, type Client } from '../../apps/cli/src/client.ts';
import { drive, type RunKey } from '../../apps/cli/src/drive.ts';
import { startStack, type Stack } from '../../apps/cli/src/stack/stack.ts';
import { newState } from '../new-state.ts';
import { learnableCsv } from '../workerd/tables.ts';
import { driveWildly } from './chaos.ts';

/** How many runs have to get through a kill each: `npm run test:faults` sets more. */
const RUNS = Number(process.env['STEPWELL_FAULTY_RUNS'] ?? 2);
/** As many kills at least. */
const KILLS = 2;
/** A kill hits as many. */
const AT_ONCE = Math.max(2, Math.min(20, Math.ceil(RUNS / 2)));
/** Runs are in their midst by then, and with two of them not yet at their end. */
const KILLED_WITHIN_MS = RUNS > KILLS ? 5_000 : 2_000;
const MINIBATCHES = 10;
const OPERATOR = 'operator';
const HOUR_MS = 3_600_000;
/** Each does a bounded piece. */
const CLEANINGS = 10;
/** The probability that one operation of R2 or D1 fails. */
const FAULTS = '0.02';
/** Every so many runs, the second driver is the service itself. */
const BY_SERVICE = 4;

describe('the whole stack is killed at random moments, R2 and D1 fail, requests are lost, doubled and out of order', () => {
  test(`${RUNS} runs with two drivers each end on the weights of an undisturbed one`, async ({ expect }) => {
    const persistTo = await newState();
    const dice = generator(RUNS, 'faults', 'moments');
    /** Of the first start; drivers keep the address. */
    let port = 0;
    const start = async () => {
      const started = await startStack({
        port,
        persistTo,
        reuse: false,
        quiet: true,
        dashboard: false,
        script: 'test/faults/faulty-worker.ts',
        vars: { FAULTS, OPERATOR_TOKEN: OPERATOR },
      });
      port = Number(new URL(started.url).port);
      return started;
    };
    let stack = await start();
    try {
      await setFaults(stack.url, 'off');
      const undisturbed = await driveQuietly(connect(stack.url));
      await setFaults(stack.url, 'on');
      let kills = 0;
      let begun = 0;
      let survivors = 0;
      const isEnough = () => kills >= KILLS && survivors >= RUNS;
      const ended = { all: false };
      // Runs that one kill can hit come to their end after the last that is needed.
      const isKilling = () => !ended.all && (kills < KILLS || RUNS > AT_ONCE);
      const killer = async () => {
        while (isKilling()) {
          await sleep(500 + dice.below(KILLED_WITHIN_MS - 500));
          if (ended.all) return;
          killGroup(stack);
          kills++;
          await stack.ended;
          stack = await start();
        }
      };
      const line = async () => {
        while (!isEnough()) {
          const number = begun++;
          const killsBefore = kills;
          const weights = await runThroughChaos(stack.url, number);
          expect(weights, `run ${number}`).toBe(undisturbed);
          if (kills > killsBefore) survivors++;
        }
      };
      const killing = killer();
      const lines = Promise.all(Array.from({ length: AT_ONCE }, line)).finally(() => (ended.all = true));
      // A service that doesn't start again fails the test at once: its runs would wait for it.
      await Promise.all([lines, killing]);
      await setFaults(stack.url, 'off');
      expect(await leftOver(stack.url)).toEqual([]);
      console.log(`${begun} runs ended alike through ${kills} kills; ${survivors} of them were killed in their midst.`);
      expect(kills).toBeGreaterThanOrEqual(KILLS);
      expect(survivors).toBeGreaterThanOrEqual(RUNS);
    } finally {
      await stack.stop();
      await rm(persistTo, { recursive: true, force: true });
    }
  });
});

async function setFaults(url: string, faults: 'on' | 'off'): Promise<void> {
  const { status } = await fetch(`${url}/api/faults/${faults}`);
  if (status !== 204) throw new Error(`the worker answered ${status}`);
}

async function createRun(client: Client): Promise<RunKey> {
  const body = learnableCsv(60);
  const dataset = await ask(() =>
    client.api.datasets.$post({ query: {} }, { init: { body, headers: { 'content-type': 'text/csv' } } }),
  );
  return ask(() =>
    client.api.runs.$post({
      json: {
        dataset: dataset.sha256,
        target: ['y'],
        effort: 'quick',
        protocol: 'hold-out',
        // Few minibatches an epoch and one rung: many steps, but little work in each.
        model: { units: [8], epochs: 6, batchSize: 32 },
        seed: 11,
        ignoreGate: true,
      },
    }),
  );
}

async function driveQuietly(client: Client): Promise<string> {
  const run = await createRun(client);
  for await (const answer of drive(client, run, { client: 'quiet', minibatches: MINIBATCHES })) void answer;
  return weightsOf(client, run);
}

/** Takes a run to its end by two drivers at once; resolves to the sha256 of its weights. */
async function runThroughChaos(url: string, number: number): Promise<string> {
  const client = connect(url);
  const run = await createRun(client);
  const drivers = ['a', 'b'].map(
    (name) => () =>
      driveWildly({
        url,
        run,
        client: `wild-${number}-${name}`,
        minibatches: MINIBATCHES,
        duplicated: 0.1,
        repeatedLater: 0.1,
      }),
  );
  if (number % BY_SERVICE === 0) {
    const authorization = `Bearer ${run.key}`;
    // That it has ended already is no failure.
    await ask(() =>
      client.api.runs[':id']['background'].$post({ param: { id: run.id } }, { headers: { authorization } }),
    );
    drivers.pop();
  }
  await Promise.all(drivers.map((begin) => begin()));
  return weightsOf(client, run);
}

async function weightsOf(client: Client, run: RunKey): Promise<string> {
  const report = await ask(() => client.api.runs[':id'].report.$get({ param: { id: run.id }, query: {} }));
  if (report.model === null) throw new Error(`the run ended ${report.run.status}: ${report.verdict}`);
  return report.model.sha256;
}

/** What the doctor finds of a service at rest, once the scheduled job has done the work of the hours to come. */
async function leftOver(url: string): Promise<unknown[]> {
  for (let hours = 2; hours < 2 + CLEANINGS; hours++) {
    await fetch(`${url}/cdn-cgi/local/scheduled?time=${Date.now() + hours * HOUR_MS}`);
  }
  const client = connect(url);
  const options = { headers: { authorization: `Bearer ${OPERATOR}` } };
  const findings: unknown[] = [];
  let cursor: string | undefined;
  do {
    const json = { cursor, olderThanSeconds: 0 };
    const answer = await ask(() => client.api.operator.doctor.$post({ json }, options));
    findings.push(...answer.findings);
    cursor = answer.cursor ?? undefined;
  } while (cursor !== undefined);
  return findings;
}

function killGroup(stack: Stack): void {
  if (stack.processGroup === null) throw new Error('this stack was not started here');
  process.kill(-stack.processGroup, 'SIGKILL');
}
