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
/** What a query or operation of storage is, as the counting worker calls it. */
const OPERATIONS = ['queries', 'put', 'list', 'get', 'head', 'delete'] as const;
const COUNTED = ['requests', 'statements', 'rowsRead', 'rowsWritten', 'bytesPut', ...OPERATIONS] as const;
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
      String(classA(of)),
      String(classB(of)),
      String(of.rowsRead),
      String(of.rowsWritten),
      (of.bytesPut / 1000).toFixed(0),
      dollars(of).toFixed(3),
    ]),
  );
  const operations = (of: Counts) => OPERATIONS.reduce((sum, name) => sum + of[name], 0);
  printTable(
    'Operations of storage',
    ['', 'D1 queries', 'statements', 'R2 puts', 'lists', 'gets', 'heads', 'deletes', 'all', 'all, a step'],
    lines.map(([name, of, steps]) => [
      name,
      String(of.queries),
      String(of.statements),
      String(of.put),
      String(of.list),
      String(of.get),
      String(of.head),
      String(of.delete),
      String(operations(of)),
      steps === null ? '' : (operations(of) / steps).toFixed(2),
    ]),
  );
  console.log(
    'CPU is that of the whole of workerd, the local simulation of R2, D1 and Workflows included: an upper bound. Requests are uploads and steps, and what asks whether the service is done. Storage is what was written, before superseded checkpoints are cleaned. A batch of statements is one query; all is queries and the operations of R2.',
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
  return countsOf((name) => (name === 'cpuMs' ? cpuMs : Number(field(counts, name))));
}

function difference(after: Counts, before: Counts): Counts {
  return countsOf((name) => after[name] - before[name]);
}

function countsOf(count: (name: keyof Counts) => number): Counts {
  return {
    requests: count('requests'),
    queries: count('queries'),
    statements: count('statements'),
    rowsRead: count('rowsRead'),
    rowsWritten: count('rowsWritten'),
    put: count('put'),
    list: count('list'),
    get: count('get'),
    head: count('head'),
    delete: count('delete'),
    bytesPut: count('bytesPut'),
    cpuMs: count('cpuMs'),
  };
}

/** @see https://developers.cloudflare.com/r2/pricing/#class-a-operations */
function classA({ put, list }: Counts): number {
  return put + list;
}

function classB({ get, head }: Counts): number {
  return get + head;
}

/** Of a thousand such runs, kept for a month. */
function dollars(of: Counts): number {
  const perMillion =
    of.requests * PRICES.requests +
    of.cpuMs * PRICES.cpuMs +
    classA(of) * PRICES.classA +
    classB(of) * PRICES.classB +
    of.rowsRead * PRICES.rowsRead +
    of.rowsWritten * PRICES.rowsWritten;
  return (perMillion * 1_000) / 1e6 + ((of.bytesPut * 1_000) / 1e9) * STORAGE;
}
