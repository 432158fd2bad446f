// What a run costs on Cloudflare, counted on local workerd: npm run bench:cost
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask, connect, sleep, type Client } from '../apps/cli/src/client.ts';
import { drive } from '../apps/cli/src/drive.ts';
import type { Stack } from '../apps/cli/src/stack/stack.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { withTemporaryStack } from '../test/temporary-stack.ts';
import { field } from './json.ts';
import { printTable } from './print-table.ts';
import { cpuOf, processesOf } from './process-time.ts';

/**
 * Dollars a million, beyond what the paid plan includes; storage in dollars a GB and month. As published in August 2026.
 *
 * @see https://developers.cloudflare.com/workers/platform/pricing/
 * @see https://developers.cloudflare.com/r2/pricing/
 */
const PRICES = { requests: 0.3, cpuMs: 0.02, classA: 4.5, classB: 0.36, rowsRead: 0.001, rowsWritten: 1 };
const STORAGE = 0.015;
const COUNTED = ['requests', 'classA', 'classB', 'rowsRead', 'rowsWritten', 'bytesPut'] as const;
const PORT = 8786;
const POLL_MS = 200;
const POLLS = 100;

/** A run that has ended. */
interface Driven {
  id: string;
  steps: number;
}

type Counts = Record<(typeof COUNTED)[number] | 'cpuMs', number>;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
await withTemporaryStack({ port: PORT, script: 'bench/cost/counting-worker.ts' }, async (stack) => {
  const client = connect(stack.url);
  const csv = await readFile(join(PROJECT, 'apps', 'web', 'public', 'examples', 'cars.csv'));
  // What only the first run pays: compiling, and the caches of the isolate.
  let run = await driveOne(client, csv, 'page');
  const lines: [string, Counts, number | null][] = [];
  for (const driver of ['page', 'service'] as const) {
    const before = await read(stack);
    run = await driveOne(client, csv, driver);
    lines.push([`cars, driven by a ${driver}`, difference(await read(stack), before), run.steps]);
  }
  const before = await read(stack);
  await watch(client, run.id);
  lines.push([`${POLLS} polls by a watcher`, difference(await read(stack), before), null]);
  printTable(
    'What a run costs, counted here',
    ['', 'steps', 'requests', 'CPU ms', 'R2 A', 'R2 B', 'rows read', 'rows written', 'kB stored', '$ for 1,000'],
    lines.map(([name, of, steps]) => [
      name,
      steps === null ? '' : String(steps),
      String(of.requests),
      String(of.cpuMs),
      String(of.classA),
      String(of.classB),
      String(of.rowsRead),
      String(of.rowsWritten),
      (of.bytesPut / 1000).toFixed(0),
      dollars(of).toFixed(3),
    ]),
  );
  console.log(
    'CPU is that of the whole of workerd, the local simulation of R2, D1 and Workflows included: an upper bound. Requests are uploads and steps, and what asks whether the service is done. Storage is what was written, before superseded checkpoints are cleaned.',
  );
});

async function driveOne(client: Client, body: Uint8Array<ArrayBuffer>, driver: 'page' | 'service'): Promise<Driven> {
  const init = { body, headers: { 'content-type': 'text/csv' } };
  const { sha256: dataset } = await ask(() => client.api.datasets.$post({ query: {} }, { init }));
  const run = await ask(() => client.api.runs.$post({ json: { dataset, target: ['miles_per_gallon'] } }));
  const param = { id: run.id };
  const options = { headers: { authorization: `Bearer ${run.key}` } };
  if (driver === 'page') {
    for await (const answer of drive(client, run, { client: 'tab-1' })) void answer;
  } else {
    await ask(() => client.api.runs[':id']['background'].$post({ param }, options));
  }
  for (;;) {
    const { status, steps } = await ask(() => client.api.runs[':id'].$get({ param, query: {} }));
    if (status !== 'running') return { id: run.id, steps };
    await sleep(POLL_MS);
  }
}

/** Somebody who looks at a run again and again, as the dashboard does. */
async function watch(client: Client, id: string): Promise<void> {
  for (let i = 0; i < POLLS; i++) await ask(() => client.api.runs[':id'].live.$get({ param: { id }, query: {} }));
}

async function read(stack: Stack): Promise<Counts> {
  const counts: unknown = await (await fetch(`${stack.url}/api/counts`)).json();
  const cpuMs = processesOf(stack.processGroup, 'workerd').reduce((sum, pid) => sum + cpuOf(pid), 0);
  const count = (name: (typeof COUNTED)[number]) => Number(field(counts, name));
  return {
    requests: count('requests'),
    classA: count('classA'),
    classB: count('classB'),
    rowsRead: count('rowsRead'),
    rowsWritten: count('rowsWritten'),
    bytesPut: count('bytesPut'),
    cpuMs,
  };
}

function difference(after: Counts, before: Counts): Counts {
  const of = (name: keyof Counts) => after[name] - before[name];
  return {
    requests: of('requests'),
    classA: of('classA'),
    classB: of('classB'),
    rowsRead: of('rowsRead'),
    rowsWritten: of('rowsWritten'),
    bytesPut: of('bytesPut'),
    cpuMs: of('cpuMs'),
  };
}

/** Of a thousand such runs, kept for a month. */
function dollars(of: Counts): number {
  const perMillion =
    of.requests * PRICES.requests +
    of.cpuMs * PRICES.cpuMs +
    of.classA * PRICES.classA +
    of.classB * PRICES.classB +
    of.rowsRead * PRICES.rowsRead +
    of.rowsWritten * PRICES.rowsWritten;
  return (perMillion * 1_000) / 1e6 + ((of.bytesPut * 1_000) / 1e9) * STORAGE;
}
