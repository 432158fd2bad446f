/**
 * Test scores of whole Stepwell runs beside scikit-learn's on the same rows: `npm run bench:peers`.
 * Needs ../shared/data and Debian's python3-sklearn and python3-pandas. `-- --only NAME` runs one set, `--seeds 3` three seeds of each.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { report as reportSchema, type Report } from '@stepwell/workflow';
import { z } from 'zod';
import { EXIT } from '../apps/cli/src/exit-codes.ts';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';

const DATA = join(PROJECT, '..', 'shared', 'data');
const PYTHON = '/usr/bin/python3';
const EMOTIONS = ['amazed-suprised', 'happy-pleased', 'relaxing-calm', 'quiet-still', 'sad-lonely', 'angry-aggresive'];

interface Case {
  name: string;
  file: string;
  target: string[];
  drop?: string[];
  /** Splits the file by its column `split`, as published. */
  published?: boolean;
}

const CASES: Case[] = [
  { name: 'penguins', file: 'penguins/penguins.csv', target: ['species'] },
  { name: 'titanic', file: 'titanic/titanic.csv', target: ['survived'], drop: ['alive'] },
  { name: 'heart-disease', file: 'heart-disease/data.csv', target: ['num'] },
  { name: 'auto-mpg', file: 'auto-mpg/data.csv', target: ['mpg'], drop: ['car_name'] },
  { name: 'boston-housing', file: 'boston-housing/data.csv', target: ['MEDV'] },
  { name: 'energy-efficiency', file: 'energy-efficiency/data.csv', target: ['heating_load', 'cooling_load'] },
  { name: 'emotions', file: 'multilabel-emotions/data.csv', target: EMOTIONS, published: true },
  { name: 'california-housing', file: 'california-housing/housing.csv', target: ['median_house_value'] },
  { name: 'adult-census', file: 'adult-census/data.csv.gz', target: ['income'], published: true },
  { name: 'electricity', file: 'electricity-elec2/elec.csv.gz', target: ['class'] },
];

const peersSchema = z.object({ linear: z.number(), mlp: z.number(), boosting: z.number() });
const { values: options } = parseArgs({
  options: { only: { type: 'string' }, seeds: { type: 'string', default: '1' } },
});

if (!existsSync(DATA)) {
  console.error(`The data of this bench are not here: ${DATA}`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'stepwell-peers-'));
const stack = await startStack({ persistTo: join(folder, 'state'), reuse: false, quiet: true, dashboard: false });
try {
  print([
    'set',
    'seed',
    'type',
    'measure',
    'protocol',
    'gate',
    'overfits at',
    'tuned',
    'test (95 %)',
    'linear',
    'default MLP',
    'boosting',
    'at or above the MLP',
    'at or above boosting',
    'holds the best',
    'seconds',
  ]);
  for (const one of CASES) {
    if (options.only !== undefined && options.only !== one.name) continue;
    for (let seed = 0; seed < Number(options.seeds); seed++) measure(one, seed);
  }
} finally {
  await stack.stop();
}

function measure({ name, file, target, drop = [], published = false }: Case, seed: number): void {
  const { train, test } = prepareFiles(file, published);
  const json = join(folder, 'report.json');
  const predictions = join(folder, 'predictions.csv');
  const left = published ? [...drop, 'split'] : drop;
  const args = [
    'run',
    train,
    '--url',
    stack.url,
    '--json',
    json,
    '--predictions',
    predictions,
    '--seed',
    String(seed),
    ...target.flatMap((column) => ['--target', column]),
    ...left.flatMap((column) => ['--drop', column]),
    ...(test === null ? [] : ['--test', test]),
  ];
  const command = [join(PROJECT, 'apps/cli/src/stepwell.ts'), ...args];
  const { status: code, stderr } = spawnSync(process.execPath, command, { stdio: 'pipe', encoding: 'utf8' });
  if (code !== EXIT.done && code !== EXIT.gate && code !== EXIT.unproven) throw new Error(`${name}: ${stderr}`);
  const report = reportSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
  if (report.test === null) {
    print([
      name,
      String(seed),
      report.problem?.type ?? '',
      report.measure?.name ?? '',
      '',
      report.gate?.verdict ?? report.run.status,
    ]);
    return;
  }
  print(rowOf(name, report, peersOf(report, train, test, predictions)));
}

/** scikit-learn's scores by the run's own measure, on the same rows, without the columns that the run left out. */
function peersOf(report: Report, train: string, test: string | null, predictions: string): z.infer<typeof peersSchema> {
  const task = {
    train,
    test,
    predictions,
    target: report.problem!.target,
    drop: report.problem!.leftOut.map(({ column }) => column),
    type: report.problem!.type,
    measure: report.measure!.name,
  };
  const path = join(folder, 'task.json');
  writeFileSync(path, JSON.stringify(task));
  const answer = execFileSync(PYTHON, [join(PROJECT, 'bench/peers-accuracy.py'), path], { encoding: 'utf8' });
  return peersSchema.parse(JSON.parse(answer));
}

function rowOf(name: string, report: Report, peers: z.infer<typeof peersSchema>): string[] {
  const { test, measure, protocol, gate, scaleUp, tune, problem, run } = report;
  const { value, ci } = test!;
  const sign = measure!.greaterIsBetter ? 1 : -1;
  const best = [peers.linear, peers.mlp, peers.boosting].reduce((a, b) => (sign * b > sign * a ? b : a));
  const overfits = scaleUp!.rungs.find(({ overfitEpoch }) => overfitEpoch !== null);
  const tuned = tune!.trials.find(({ id }) => id === tune!.best)!;
  return [
    name,
    String(run.seed),
    problem!.type,
    measure!.name,
    `${protocol!.k === null ? 'hold-out' : `${protocol!.k}-fold`}${protocol!.iterations > 1 ? ` × ${protocol!.iterations}` : ''}, ${protocol!.order}`,
    gate!.verdict,
    overfits === undefined ? 'never' : `${overfits.overfitEpoch} ± ${overfits.overfitSpread?.toFixed(0) ?? '?'}`,
    show(tuned.score!),
    `${show(value)} (${show(ci[0])} to ${show(ci[1])})`,
    show(peers.linear),
    show(peers.mlp),
    show(peers.boosting),
    sign * value >= sign * peers.mlp ? 'yes' : 'no',
    sign * value >= sign * peers.boosting ? 'yes' : 'no',
    // The best peer lies within the interval, or is worse.
    sign * best <= sign * (measure!.greaterIsBetter ? ci[1] : ci[0]) ? 'yes' : 'no',
    run.wallSeconds.toFixed(0),
  ];
}

/** The file unpacked, or its training and test rows where they were published apart. */
function prepareFiles(file: string, published: boolean): { train: string; test: string | null } {
  const bytes = readFileSync(join(DATA, file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const train = join(folder, 'train.csv');
  if (!published) {
    writeFileSync(train, text);
    return { train, test: null };
  }
  const [header, ...lines] = text.trimEnd().split('\n');
  const test = join(folder, 'test.csv');
  const of = (part: string) => [header!, ...lines.filter((line) => line.trimEnd().endsWith(`,${part}`))].join('\n');
  writeFileSync(train, of('train'));
  writeFileSync(test, of('test'));
  return { train, test };
}

function print(cells: string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function show(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : value.toFixed(3);
}
