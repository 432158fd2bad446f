// How fast a model predicts, beside ONNX Runtime on its own exported file: npm run bench:predict
// Rows of 13 numeric columns through two hidden layers of 64 units, in Node; then through HTTP on loopback, and the CPU time of the
// service for one row and for a file. `-- --rounds 31` sets the rounds of the comparison (15).
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generator } from '@stepwell/base/random';
import { predict, rowsOfJson } from '@stepwell/model';
import { startEngine } from '@stepwell/model/node';
import type { RunSpecInput } from '@stepwell/workflow/question';
import type * as Onnx from 'onnxruntime-web';
import { ask, connect } from '../apps/cli/src/client.ts';
import { drive } from '../apps/cli/src/drive.ts';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { numeric, tableOf } from '../packages/data/src/testing/columns.ts';
import { encodeOnnx } from '../packages/model/src/onnx/encode-onnx.ts';
import { feedsOf } from '../packages/model/src/onnx/testing/feeds.ts';
import { train } from '../packages/model/src/testing/train.ts';
import { interleave, median, medianRatio } from './interleave.ts';
import { printTable } from './print-table.ts';
import { cpuOf, processesOf } from './process-time.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const ROUNDS = Number(values.rounds);
const ONNX_IN_NODE = 'onnxruntime-node@1.30.0';
const COLUMNS = Array.from({ length: 13 }, (_, i) => `x${i + 1}`);
const ROWS = 10_000;
const SINGLE_ROWS = 300;
const FILES = 10;
const SPEC: Omit<RunSpecInput, 'dataset'> = {
  target: ['y'],
  effort: 'single',
  protocol: 'hold-out',
  ignoreGate: true,
  model: { units: [64, 64], epochs: 2 },
};

const random = generator(1, 'bench', 'predict');
const drawn = Array.from({ length: ROWS }, () => COLUMNS.map(() => Math.round(1e4 * random.uniform()) / 1e3));
const target = drawn.map((row) => row.reduce((sum, value) => sum + value, 0) + random.uniform());
const table = tableOf(
  ROWS,
  ...COLUMNS.map((name, i) =>
    numeric(
      name,
      drawn.map((row) => row[i]!),
    ),
  ),
  numeric('y', target),
);
const csvOf = (names: string[], rows: number[][]) => [names.join(','), ...rows.map((row) => row.join(','))].join('\n');

const folder = await mkdtemp(join(tmpdir(), 'stepwell-predict-'));
try {
  await compareInNode();
  await measureService();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function compareInNode(): Promise<void> {
  await startEngine();
  const { model } = await train(table, SPEC);
  const options = ['--prefix', folder, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...options, ONNX_IN_NODE], { stdio: 'inherit' });
  const onnx: typeof Onnx = createRequire(join(folder, 'package.json'))('onnxruntime-node');
  const session = await onnx.InferenceSession.create(encodeOnnx(model), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const feeds = Object.fromEntries(
    Object.entries(feedsOf(model, table)).map(([name, { type, data, dims }]) => [
      name,
      new onnx.Tensor(type, data, dims),
    ]),
  );
  const timed = (work: () => unknown) => ({
    measure: async () => {
      const began = performance.now();
      await work();
      return performance.now() - began;
    },
  });
  const contenders = [timed(() => predict(model, table)), timed(() => session.run(feeds))];
  await interleave(contenders, 5);
  const [ours, theirs] = await interleave(contenders, ROUNDS);
  const one = rowsOfJson([Object.fromEntries(COLUMNS.map((name, i) => [name, drawn[0]![i]!]))], model.signature).table;
  const [single] = await interleave([timed(() => predict(model, one))], 200);
  printTable(
    `${ROWS.toLocaleString('en')} rows of 13 numbers through 64-64-1, in Node, one thread; ${ROUNDS} rounds`,
    ['', 'ms', 'rows a second', 'of ONNX Runtime'],
    [
      ['predict', median(ours!).toFixed(2), perSecond(median(ours!)), medianRatio(ours!, theirs!).toFixed(2)],
      ['onnxruntime-node 1.30.0', median(theirs!).toFixed(2), perSecond(median(theirs!)), ''],
      ['predict, one row', median(single!).toFixed(3), '', ''],
    ],
  );
}

function perSecond(ms: number): string {
  return Math.round((ROWS / ms) * 1_000).toLocaleString('en');
}

async function measureService(): Promise<void> {
  const stack = await startStack({ persistTo: join(folder, 'state'), reuse: false, quiet: true, dashboard: false });
  try {
    const client = connect(stack.url);
    const body = csvOf(
      [...COLUMNS, 'y'],
      drawn.map((row, i) => [...row, target[i]!]),
    );
    const headers = { 'content-type': 'text/csv' };
    const dataset = await ask(() => client.api.datasets.$post({ query: {} }, { headers, init: { body } }));
    const json = { ...SPEC, dataset: dataset.sha256 };
    const run = await ask(() => client.api.runs.$post({ json }));
    for await (const answer of drive(client, run, { client: 'bench' })) void answer;
    const url = `${stack.url}/api/runs/${run.id}/predict`;
    const post = async (type: string, content: string) => {
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: content });
      if (!answer.ok) throw new Error(await answer.text());
      await answer.arrayBuffer();
    };
    const file = csvOf(COLUMNS, drawn);
    const row = JSON.stringify({ rows: [Object.fromEntries(COLUMNS.map((name, i) => [name, drawn[0]![i]!]))] });
    const services = processesOf(stack.processGroup, 'workerd');
    const measure = async (times: number, work: () => Promise<void>) => {
      for (let i = 0; i < 3; i++) await work();
      const [began, cpu] = [performance.now(), cpuOfAll(services)];
      for (let i = 0; i < times; i++) await work();
      return [(performance.now() - began) / times, (cpuOfAll(services) - cpu) / times] as const;
    };
    const [rowMs, rowCpu] = await measure(SINGLE_ROWS, () => post('application/json', row));
    const [fileMs, fileCpu] = await measure(FILES, () => post('text/csv', file));
    printTable(
      'Through HTTP on loopback; CPU of workerd, which also simulates R2 and D1',
      ['', 'ms', 'CPU ms', 'rows a second'],
      [
        ['one row as JSON', rowMs.toFixed(1), rowCpu.toFixed(1), ''],
        [`a CSV file of ${ROWS.toLocaleString('en')} rows`, fileMs.toFixed(0), fileCpu.toFixed(0), perSecond(fileMs)],
      ],
    );
  } finally {
    await stack.stop();
  }
}

function cpuOfAll(processes: readonly number[]): number {
  return processes.reduce((sum, pid) => sum + cpuOf(pid), 0);
}
