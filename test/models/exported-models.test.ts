import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { gunzipSync, unzipSync } from 'fflate';
import * as web from 'onnxruntime-web';
import { afterAll, beforeAll, describe, test, type ExpectStatic } from 'vitest';
import { readUpload } from '@stepwell/data/archive';
import type { Table } from '@stepwell/data/table';
import type { Predictions } from '@stepwell/metrics';
import { alignTable, decodeModel, predict, predictFile, type Model } from '@stepwell/model';
import { startEngine } from '@stepwell/model/node';
import { openRunData } from '@stepwell/workflow';
import { runSpec, type RunSpecInput } from '@stepwell/workflow/question';
import { ask, connect } from '../../apps/cli/src/client.ts';
import { drive } from '../../apps/cli/src/drive.ts';
import { startStack, type Stack } from '../../apps/cli/src/stack/stack.ts';
import { readFiles } from '../../apps/cli/src/upload.ts';
import { parityError } from '../../packages/model/src/archive/parity.ts';
import { findChromium } from '../../scripts/find-chromium.ts';
import { namesIn } from '../../packages/model/src/onnx/encode-onnx.ts';
import { feedsOf, type Feed } from '../../packages/model/src/onnx/testing/feeds.ts';
import { newState } from '../new-state.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const DATA = here('../../../shared/data/');
const EXAMPLES = here('../../apps/web/public/examples/');
const PYTHON = ['/usr/bin/python3', 'python3'].find(
  (python) => spawnSync(python, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0,
);
/** Installed when it is needed: 300 MB that nothing else uses. */
const ONNX_IN_NODE = 'onnxruntime-node@1.30.0';
/** Rows that are taken of a file, evenly. */
const MOST_ROWS = 3_000;
const CLOSE = 1e-5;
const EMOTIONS = ['amazed-suprised', 'happy-pleased', 'relaxing-calm', 'quiet-still', 'sad-lonely', 'angry-aggresive'];

interface Set {
  file: string;
  target: string[];
  spec?: Partial<RunSpecInput>;
}

const TABLES: Set[] = [
  { file: 'penguins/penguins.csv', target: ['species'] },
  { file: 'titanic/titanic.csv', target: ['survived'], spec: { drop: ['alive'] } },
  { file: 'heart-disease/data.csv', target: ['num'] },
  { file: 'auto-mpg/data.csv', target: ['mpg'] },
  { file: 'boston-housing/data.csv', target: ['MEDV'] },
  { file: 'energy-efficiency/data.csv', target: ['heating_load', 'cooling_load'] },
  { file: 'multilabel-emotions/data.csv', target: EMOTIONS, spec: { drop: ['split'] } },
  { file: 'california-housing/housing.csv', target: ['median_house_value'] },
  { file: 'adult-census/data.csv.gz', target: ['income'], spec: { drop: ['split'] } },
  { file: 'electricity-elec2/elec.csv.gz', target: ['class'] },
  { file: 'imdb/imdb.csv.gz', target: ['label'], spec: { drop: ['split', 'chollet_part', 'id', 'rating'] } },
  { file: 'reuters21578/reuters46.csv.gz', target: ['topic'], spec: { drop: ['newid', 'lewissplit', 'all_topics'] } },
];
const SHIPPED: Set[] = [
  { file: 'cars.csv', target: ['miles_per_gallon'] },
  { file: 'penguins.csv', target: ['species'] },
];

let stack: Stack;
let state: string;
let folder: string;
let inNode: typeof web;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  await startEngine();
  state = await newState();
  stack = await startStack({ persistTo: state, reuse: false, quiet: true });
  browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] });
  page = await browser.newPage();
  await page.goto(stack.url);
  folder = await mkdtemp(join(tmpdir(), 'stepwell-models-'));
  // Its install script fetches what graphics cards need; what processors need is in the package.
  const options = ['--prefix', folder, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...options, ONNX_IN_NODE]);
  inNode = createRequire(join(folder, 'package.json'))('onnxruntime-node') as typeof web;
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
  await rm(state, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

/** Some rows of a CSV file, quoted throughout, so that a line holds one row unless a cell has several. */
async function rowsOf(path: string): Promise<string[]> {
  const bytes = await readFile(path);
  const text = new TextDecoder().decode(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  const [header, ...rows] = parse(text, { relax_column_count: true });
  const every = Math.ceil(rows.length / MOST_ROWS);
  const quoted = (row: string[]) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return [header!, ...rows.filter((_, i) => i % every === 0)].map(quoted);
}

interface Tested {
  id: string;
  model: Model;
  archive: string;
  /** The model's table of the sealed rows. */
  sealed: Table;
  /** Where they stood in the file, from 1. */
  numbers: number[];
}

/** Trains and tests a small model through the service, and unpacks its archive. */
async function testModel(
  body: Blob,
  type: string,
  { target, spec }: Omit<Set, 'file'>,
  part: 'test' | null = null,
): Promise<Tested> {
  const client = connect(stack.url);
  const headers = { 'content-type': type };
  const dataset = await ask(() =>
    client.api.datasets.$post({ query: part === null ? {} : { part } }, { headers, init: { body } }),
  );
  const json: RunSpecInput = {
    dataset: dataset.sha256,
    target,
    effort: 'single',
    protocol: 'hold-out',
    ignoreGate: true,
    model: { units: [16], epochs: 3 },
    ...spec,
  };
  const run = await ask(() => client.api.runs.$post({ json }));
  for await (const answer of drive(client, run, { client: 'models' })) void answer;
  const get = async (what: string) => {
    const answer = await fetch(`${stack.url}/api/runs/${run.id}/${what}`);
    if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
    return answer.arrayBuffer();
  };
  const archive = await mkdtemp(join(folder, 'archive-'));
  for (const [name, bytes] of Object.entries(unzipSync(new Uint8Array(await get('model.zip'))))) {
    await writeFile(join(archive, name), bytes);
  }
  const model = decodeModel(await get('model'));
  const { table } = await readUpload(body.stream(), { part });
  const data = openRunData(runSpec.parse(json), table, null);
  const sealed = alignTable(data.unseal(), model.signature).table;
  return { id: run.id, model, archive, sealed, numbers: Array.from(data.seal.sealed, (row) => row + 1) };
}

/** The probabilities or numbers of a CSV file of predictions. */
function numbersIn(csv: string, { question }: Model): number[][] {
  const [header, ...lines] = parse(csv);
  const names = question.classes ?? question.labels;
  const first = names === null ? 1 : header!.findIndex((cell) => /^'?p\(/.test(cell));
  const width = (names ?? question.target).length;
  return lines.map((line) => line.slice(first, first + width).map(Number));
}

/**
 * The service, Node, the terminal with the exported model, and the worker of the page in Chromium answer a file alike, to the last
 * bit.
 *
 * @returns the answer.
 */
async function answerEverywhere(expect: ExpectStatic, { id, model, archive }: Tested, file: Blob): Promise<string> {
  const answer = await fetch(`${stack.url}/api/runs/${id}/predict`, {
    method: 'POST',
    headers: { 'content-type': file.type },
    body: file,
  });
  const service = await answer.text();
  const pieces: string[] = [];
  for await (const piece of predictFile(file.stream(), { model, predict: (table) => predict(model, table) })) {
    pieces.push(piece);
  }
  expect(pieces.join('') === service, 'Node').toBe(true);
  const path = join(archive, 'rows');
  await writeFile(path, new Uint8Array(await file.arrayBuffer()));
  const bytes = Buffer.from(await (await fetch(`${stack.url}/api/runs/${id}/model`)).arrayBuffer());
  await writeFile(join(archive, 'model.swm'), bytes);
  const command = [here('../../apps/cli/src/stepwell.ts'), 'predict', join(archive, 'model.swm'), path];
  const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 1e9 });
  expect(stdout === service, 'the terminal').toBe(true);
  const input = await page.evaluateHandle(() => document.createElement('input'));
  await input.evaluate((element) => (element.type = 'file'));
  await input.setInputFiles(path);
  const inBrowser = await input.evaluate(
    (element, model) =>
      new Promise<string>((resolve, reject) => {
        const worker = new Worker('/engine/worker.js', { type: 'module' });
        worker.addEventListener('error', () => reject(new Error('the worker could not be loaded')));
        worker.addEventListener('message', ({ data }) => {
          if (data.kind === 'failed') reject(new Error(data.message));
          if (data.kind === 'loaded')
            worker.postMessage({ id: 1, kind: 'file', file: element.files![0] }, { transfer: [] });
          if (data.kind !== 'file') return;
          worker.terminate();
          resolve(data.csv);
        });
        void fetch(`/api/runs/${model}/model`)
          .then((response) => response.arrayBuffer())
          .then((bytes) => worker.postMessage({ id: 0, kind: 'load', model: bytes }, { transfer: [] }));
      }),
    id,
  );
  expect(inBrowser === service, 'Chromium').toBe(true);
  return service;
}

/** Both runtimes give what the engine gives, from columns as they are. */
async function expectInOnnx(expect: ExpectStatic, { model, archive, sealed }: Tested, expected: Predictions) {
  const bytes = new Uint8Array(await readFile(join(archive, 'model.onnx')));
  for (const [runtime, name] of [
    [web, 'onnxruntime-web'],
    [inNode, 'onnxruntime-node'],
  ] as const) {
    const session = await runtime.InferenceSession.create(bytes);
    const tensorOf = ({ type, data, dims }: Feed) => new runtime.Tensor(type, data, dims);
    const feeds = Object.entries(feedsOf(model, sealed)).map(([input, feed]) => [input, tensorOf(feed)] as const);
    const answer = await session.run(Object.fromEntries(feeds));
    const values = Array.from((answer[namesIn(model).probabilities] ?? answer[namesIn(model).numbers])!.data, Number);
    const width = values.length / sealed.rows;
    const rows = Array.from({ length: sealed.rows }, (_, row) => values.slice(row * width, (row + 1) * width));
    expect(parityError(model, { rows: [], expected: rows }, expected), name).toBeLessThan(CLOSE);
  }
}

/** A program of the archive gives what the engine gives, from a file of the sealed rows. */
async function expectInProgram(
  expect: ExpectStatic,
  { model, archive }: Tested,
  program: string[],
  expected: Predictions,
) {
  const [command, ...args] = program;
  const { stdout } = await promisify(execFile)(command!, args, { cwd: archive, maxBuffer: 1e9 });
  const rows = numbersIn(stdout, model);
  expect(parityError(model, { rows: [], expected: rows }, expected), program.join(' ')).toBeLessThan(CLOSE);
}

async function compare(expect: ExpectStatic, path: string, set: Set): Promise<void> {
  const rows = await rowsOf(path);
  const csv = new Blob([rows.join('\n')], { type: 'text/csv' });
  const tested = await testModel(csv, 'text/csv', set);
  const { model, sealed, archive, numbers } = tested;
  const expected = predict(model, sealed);
  const file = [rows[0]!, ...numbers.map((row) => rows[row]!)].join('\n');
  const answer = await answerEverywhere(expect, tested, new Blob([file], { type: 'text/csv' }));
  expect(numbersIn(answer, model).flat()).toEqual([...expected.values]);
  await expectInOnnx(expect, tested, expected);
  await writeFile(join(archive, 'sealed.csv'), file);
  await expectInProgram(expect, tested, [process.execPath, 'predict.mjs', 'sealed.csv'], expected);
  if (PYTHON !== undefined) await expectInProgram(expect, tested, [PYTHON, 'predict.py', 'sealed.csv'], expected);
}

describe('a model predicts the sealed rows alike in the service, Node, the terminal, Chromium, ONNX Runtime, predict.mjs and predict.py', () => {
  test.for(SHIPPED)('$file, which ships', (set, { expect }) => compare(expect, join(EXAMPLES, set.file), set));

  describe.skipIf(!existsSync(DATA))('published data', () => {
    test.for(TABLES)('$file', (set, { expect }) => compare(expect, join(DATA, set.file), set));

    test.for<{ what: string; model: RunSpecInput['model'] }>([
      { what: 'dense layers', model: { units: [16], epochs: 1 } },
      {
        what: 'convolutions',
        model: {
          units: [16],
          epochs: 1,
          convolution: {
            kind: 'conv2d',
            filters: [4, 8],
            kernelSize: 3,
            padding: 'same',
            pooling: 'max',
            ending: 'flatten',
            batchNormalization: true,
          },
        },
      },
    ])('mnist, by $what, without the programs, which take no IDX files', async ({ model }, { expect }) => {
      const idx = ['images-idx3', 'labels-idx1'].map((name) => join(DATA, `mnist/t10k-${name}-ubyte.gz`));
      const { body, type } = await readFiles(idx);
      const tested = await testModel(body, type, { target: ['label'], spec: { model } }, 'test');
      const expected = predict(tested.model, tested.sealed);
      const answer = await answerEverywhere(expect, tested, new Blob([body], { type }));
      const answered = numbersIn(answer, tested.model);
      expect(tested.numbers.flatMap((row) => answered[row - 1]!)).toEqual([...expected.values]);
      await expectInOnnx(expect, tested, expected);
    });
  });
});
