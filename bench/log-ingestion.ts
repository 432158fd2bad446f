/**
 * What logged runs cost: points a second through one Worker on loopback, the CPU time of workerd for each, and how long
 * runs of many points take to list and draw: `npm run bench:logs`. `-- --points N --runs N --batch N --metrics N` sets their
 * size; each point has that many metrics.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ask, connect, type Client } from '../apps/cli/src/client.ts';
import { withTemporaryStack } from '../test/temporary-stack.ts';
import { printTable } from './print-table.ts';
import { cpuOf, processesOf } from './process-time.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '3' },
    batch: { type: 'string', default: '500' },
    metrics: { type: 'string', default: '3' },
    port: { type: 'string', default: '8796' },
  },
});
const POINTS = Number(values.points);
const RUNS = Number(values.runs);
const BATCH = Number(values.batch);
const METRICS = Number(values.metrics);
/** Times that each read is repeated; the median is shown. */
const READS = 9;

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
  return [times.sort((a, b) => a - b)[Math.floor(READS / 2)] ?? 0, text.length, points];
}

await withTemporaryStack({ port: Number(values.port) }, async (stack) => {
  const client = connect(stack.url);
  const workers = processesOf(stack.processGroup, 'workerd');
  const cpu = () => workers.reduce((sum, pid) => sum + cpuOf(pid), 0);
  const runs: Logged[] = [];
  const speeds: number[] = [];
  const costs: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const before = cpu();
    const { milliseconds, ...run } = await fill(stack.url, client);
    runs.push(run);
    costs.push((cpu() - before) / POINTS);
    speeds.push((1000 * POINTS) / milliseconds);
  }
  const title = `${POINTS} points of ${METRICS} metrics, ${BATCH} in a request, one request at a time`;
  const middleOf = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
  printTable(
    title,
    [`of ${RUNS} runs`, 'points/s', 'workerd CPU ms/point'],
    [
      ['median', middleOf(speeds).toFixed(0), middleOf(costs).toFixed(4)],
      ['worst', Math.min(...speeds).toFixed(0), Math.max(...costs).toFixed(4)],
    ],
  );
  const [first] = runs;
  const address = (path: string) => `${stack.url}/api/logs/${first!.id}${path}`;
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
    const [milliseconds, bytes, points] = await read(address(path));
    lines.push([name, milliseconds.toFixed(1), (bytes / 1000).toFixed(1), String(points)]);
  }
  printTable('Reading a run', ['', 'ms', 'kB', 'points of a line'], lines);
  const began = performance.now();
  await Promise.all(runs.map(async ({ id }) => (await fetch(`${stack.url}/api/logs/${id}`)).arrayBuffer()));
  console.log(`\nA list of all ${RUNS} of them: ${(performance.now() - began).toFixed(0)} ms`);
});
