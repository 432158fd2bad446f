/**
 * What logged runs cost: points a second through one Worker on loopback, the CPU time of workerd for each, and how long
 * runs of many points take to list and draw: `npm run bench:logs`. `-- --points N --runs N --batch N --metrics N --copies N` sets
 * their size; each point has that many metrics, and the last run is copied so often.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ask, connect, type Client } from '../apps/cli/src/client.ts';
import { startStack, type Stack } from '../apps/cli/src/stack/stack.ts';
import { newState } from '../test/new-state.ts';
import { copyLogged } from './logged/copies.ts';
import { printTable } from './print-table.ts';
import { cpuOf, processesOf } from './process-time.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '3' },
    batch: { type: 'string', default: '500' },
    metrics: { type: 'string', default: '3' },
    copies: { type: 'string', default: '200' },
    port: { type: 'string', default: '8796' },
  },
});
const POINTS = Number(values.points);
const RUNS = Number(values.runs);
const BATCH = Number(values.batch);
const METRICS = Number(values.metrics);
/** Runs that are copied of the last one, to be listed and drawn. */
const COPIES = Number(values.copies);
/** Times that each read is repeated; the median is shown. */
const READS = 9;

const viewOf = z.object({ points: z.int() });
const curves = z.object({ lines: z.array(z.object({ steps: z.array(z.number()) })).optional() });

interface Logged {
  id: string;
  key: string;
}

/** The body of one batch: curves that fall, with noise that the step decides. */
function bodyOf(seq: number, from: number): string {
  const points = Array.from({ length: Math.min(BATCH, POINTS - from) }, (_, i) => {
    const step = from + i;
    const noise = ((step * 2_654_435_761) % 1_000) / 1_000;
    const pairs = Array.from({ length: METRICS }, (_, m): [string, number] => [
      `m${m}`,
      1 / (1 + step / 1e4) + noise / 8,
    ]);
    return { step, values: Object.fromEntries(pairs) };
  });
  return JSON.stringify({ seq, points });
}

async function fill(url: string, client: Client): Promise<Logged & { milliseconds: number }> {
  const run = await ask(() => client.api.logs.$post({ json: { project: 'bench' } }));
  const headers = { authorization: `Bearer ${run.key}`, 'content-type': 'application/json' };
  let milliseconds = 0;
  for (let [seq, from] = [1, 0]; from < POINTS; [seq, from] = [seq + 1, from + BATCH]) {
    const body = bodyOf(seq, from);
    const began = performance.now();
    const answer = await fetch(`${url}/api/logs/${run.id}/points`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.arrayBuffer();
    milliseconds += performance.now() - began;
  }
  await ask(() => client.api.logs[':id'].finish.$post({ param: { id: run.id }, json: {} }, { headers }));
  return { ...run, milliseconds };
}

/** @returns the median milliseconds of a read, its bytes, and the points of its longest line. */
async function read(address: string): Promise<[milliseconds: number, bytes: number, points: number]> {
  const times: number[] = [];
  let text = '';
  for (let i = 0; i < READS; i++) {
    const began = performance.now();
    text = await (await fetch(address)).text();
    times.push(performance.now() - began);
  }
  const { lines = [] } = curves.parse(JSON.parse(text));
  const points = Math.max(0, ...lines.map(({ steps }) => steps.length));
  return [medianOf(times), text.length, points];
}

/** @returns how long it takes to list runs, one request each and all at once, in milliseconds. */
async function list(url: string, ids: readonly string[]): Promise<number> {
  const began = performance.now();
  const views = await Promise.all(ids.map(async (id) => (await fetch(`${url}/api/logs/${id}`)).json()));
  const seen = views.filter((view) => viewOf.safeParse(view).data?.points === POINTS);
  if (seen.length !== ids.length) throw new Error(`${ids.length - seen.length} runs have other points.`);
  return performance.now() - began;
}

async function measureIngestion(stack: Stack): Promise<string> {
  const client = connect(stack.url);
  const workers = processesOf(stack.processGroup, 'workerd');
  const cpu = () => workers.reduce((sum, pid) => sum + cpuOf(pid), 0);
  const speeds: number[] = [];
  const costs: number[] = [];
  let last = '';
  for (let i = 0; i < RUNS; i++) {
    const before = cpu();
    const { milliseconds, id } = await fill(stack.url, client);
    costs.push((cpu() - before) / POINTS);
    speeds.push((1000 * POINTS) / milliseconds);
    last = id;
  }
  printTable(
    `${POINTS} points of ${METRICS} metrics, ${BATCH} in a request, one request at a time`,
    [`of ${RUNS} runs`, 'points/s', 'workerd CPU ms/point'],
    [
      ['median', medianOf(speeds).toFixed(0), medianOf(costs).toFixed(4)],
      ['worst', Math.min(...speeds).toFixed(0), Math.max(...costs).toFixed(4)],
    ],
  );
  return last;
}

async function measureReading(url: string, id: string): Promise<void> {
  const middle = Math.round(POINTS / 2);
  const reads: [string, string][] = [
    ['the run', ''],
    ['all lines, 4,000 points each', '/curve'],
    ['all lines, 1,000 points each', '/curve?points=1000'],
    ['one line', '/curve?metric=m0'],
    ['one line, a tenth of the steps', `/curve?metric=m0&from=${middle}&to=${middle + POINTS / 10}`],
    ['one line, a thousand steps', `/curve?metric=m0&from=${middle}&to=${middle + 1_000}`],
  ];
  const lines: string[][] = [];
  for (const [name, path] of reads) {
    const [milliseconds, bytes, points] = await read(`${url}/api/logs/${id}${path}`);
    lines.push([name, milliseconds.toFixed(1), (bytes / 1000).toFixed(1), String(points)]);
  }
  printTable('Reading a run', ['', 'ms', 'kB', 'points of a line'], lines);
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

const persistTo = await newState();
const start = () => startStack({ port: Number(values.port), persistTo, reuse: false, quiet: true, dashboard: false });
let stack = await start();
try {
  const id = await measureIngestion(stack);
  await measureReading(stack.url, id);
  if (COPIES > 0) {
    await stack.stop();
    const ids = copyLogged(persistTo, id, COPIES);
    stack = await start();
    console.log(`\n${COPIES} such runs are listed in ${(await list(stack.url, ids)).toFixed(0)} ms.`);
    const times: number[] = [];
    for (const copy of ids) {
      const began = performance.now();
      await (await fetch(`${stack.url}/api/logs/${copy}/curve?points=1000`)).arrayBuffer();
      times.push(performance.now() - began);
    }
    console.log(
      `The curves of each, 1,000 points a line: ${medianOf(times).toFixed(0)} ms in the median, ${Math.max(...times).toFixed(0)} ms at most.`,
    );
  }
} finally {
  await stack.stop();
  await rm(persistTo, { recursive: true, force: true });
}
