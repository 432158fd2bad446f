// What many watchers cost the one who drives, and whether many runs at once all end: npm run bench:load
import { setMaxListeners } from 'node:events';
import { ask, connect, sleep, type Client } from '../apps/cli/src/client.ts';
import { drive, type RunKey } from '../apps/cli/src/drive.ts';
import { withTemporaryStack } from '../test/temporary-stack.ts';
import { learnableCsv } from '../test/workerd/tables.ts';
import { median } from './interleave.ts';
import { heldByIsolate } from './load/held-by-isolate.ts';
import { watchRun, type Watched } from './load/viewers.ts';
import { printTable } from './print-table.ts';

const VIEWERS = 200;
const WATCHED_MS = Number(process.env['STEPWELL_SECONDS'] ?? 60) * 1_000;
/** Slices alone and watched, in turns. */
const ROUNDS = 3;
const RUNS_AT_ONCE = 50;
/** Two epochs of the long training. */
const MINIBATCHES = 400;
const PORT = 8788;
const INSPECTOR = 8787;
const MIB = 2 ** 20;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
await withTemporaryStack({ port: PORT, inspectorPort: INSPECTOR }, async ({ url }) => {
  const client = connect(url);
  await watchedDriver(client, url);
  await manyRuns(client);
});

/** One driver, alone and under the eyes of many, in turns. */
async function watchedDriver(client: Client, url: string): Promise<void> {
  const dataset = await upload(client, learnableCsv(8_000));
  let current = await createLong(client, dataset, 0);
  const ended = new AbortController();
  const steps: number[] = [];
  const driving = (async () => {
    for (let seed = 1; !ended.signal.aborted; seed++) {
      let before = performance.now();
      for await (const { did } of drive(client, current, { client: 'load', minibatches: MINIBATCHES })) {
        const now = performance.now();
        if (did?.kind === 'fit') steps.push(now - before);
        before = now;
        if (ended.signal.aborted) return;
      }
      current = await createLong(client, dataset, seed);
    }
  })();
  const take = () => steps.splice(0);
  await sleep(5_000);
  take();
  const rows: { alone: number; watched: number; ratio: number }[] = [];
  const all: Watched = { requests: 0, errors: 0, latencies: [], bytes: 0 };
  const memory = [await heldByIsolate(INSPECTOR)];
  for (let round = 0; round < ROUNDS; round++) {
    await sleep(WATCHED_MS / ROUNDS);
    const alone = perSecond(take(), WATCHED_MS / ROUNDS);
    const signal = AbortSignal.timeout(WATCHED_MS / ROUNDS);
    setMaxListeners(0, signal);
    const watched = await watchRun(url, () => current.id, VIEWERS, signal);
    const under = perSecond(take(), WATCHED_MS / ROUNDS);
    rows.push({ alone, watched: under, ratio: under / alone });
    all.requests += watched.requests;
    all.errors += watched.errors;
    all.bytes += watched.bytes;
    all.latencies.push(...watched.latencies);
    memory.push(await heldByIsolate(INSPECTOR));
  }
  ended.abort();
  await driving;
  printTable(
    `One driver, alone and beside ${VIEWERS} watchers, ${WATCHED_MS / 1000} s of each in turns`,
    ['', 'steps a second alone', 'watched', 'ratio'],
    rows.map(({ alone, watched, ratio }, i) => [
      `round ${i + 1}`,
      alone.toFixed(2),
      watched.toFixed(2),
      ratio.toFixed(3),
    ]),
  );
  const sorted = all.latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1) ?? '';
  console.log(
    `median ratio ${median(rows.map(({ ratio }) => ratio)).toFixed(3)}; ${all.requests} requests (${((all.requests * 1000) / WATCHED_MS).toFixed(0)} a second), ` +
      `${all.errors} errors, ${(all.bytes / all.requests / 1000).toFixed(1)} kB each; p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms; ` +
      `held by the isolate after a garbage collection ${memory.map((bytes) => Math.round(bytes / MIB)).join(', ')} MiB`,
  );
}

/** Many runs, each with a driver of its own, all at once; twice, to see whether memory goes on growing. */
async function manyRuns(client: Client): Promise<void> {
  const dataset = await upload(client, learnableCsv(60));
  const memory = [await heldByIsolate(INSPECTOR)];
  for (let round = 0; round < 2; round++) {
    const began = performance.now();
    const ends = await Promise.all(
      Array.from({ length: RUNS_AT_ONCE }, async (_, i) => {
        const json = {
          dataset,
          target: ['y'],
          effort: 'quick' as const,
          model: { epochs: 6 },
          seed: 11,
          ignoreGate: true,
        };
        const run = await ask(() => client.api.runs.$post({ json }));
        for await (const answer of drive(client, run, { client: `load-${i}` })) void answer;
        const report = await ask(() => client.api.runs[':id'].report.$get({ param: { id: run.id }, query: {} }));
        return `${report.run.status} ${report.model?.sha256}`;
      }),
    );
    memory.push(await heldByIsolate(INSPECTOR));
    console.log(
      `${RUNS_AT_ONCE} runs at once: ${new Set(ends).size === 1 ? 'all' : 'NOT all'} ${ends[0]?.slice(0, 17)}…, in ${((performance.now() - began) / 1000).toFixed(1)} s`,
    );
  }
  console.log(
    `held by the isolate after a garbage collection before and after each: ${memory.map((bytes) => Math.round(bytes / MIB)).join(', ')} MiB`,
  );
}

function perSecond(steps: number[], milliseconds: number): number {
  return (steps.length * 1_000) / milliseconds;
}

async function upload(client: Client, body: string): Promise<string> {
  const init = { body, headers: { 'content-type': 'text/csv' } };
  return (await ask(() => client.api.datasets.$post({ query: {} }, { init }))).sha256;
}

/** A run of one long training, so that its steps are alike. */
function createLong(client: Client, dataset: string, seed: number): Promise<RunKey> {
  const model = { units: [256, 256], epochs: 2_000, batchSize: 32 };
  return ask(() =>
    client.api.runs.$post({ json: { dataset, target: ['y'], effort: 'single', protocol: 'hold-out', model, seed } }),
  );
}
