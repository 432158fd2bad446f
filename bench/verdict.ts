/**
 * What a verdict takes: CPU seconds, epochs, and the test score that it comes to, for whole runs in Node on ../shared/data and the
 * shipped digits: `npm run bench:verdict`. `-- --against DIR` runs another checkout (with its `node_modules`) in turns, and `--seeds 3`
 * three seeds of each set. `--only NAME` runs the sets of that name, `--mnist` MNIST at standard effort too, which takes long.
 */
import { readUpload } from '@stepwell/data/archive';
import { openRunData, type RunSpecInput } from '@stepwell/workflow';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { readFiles } from '../apps/cli/src/upload.ts';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { printTable } from './print-table.ts';

const FILE = 'bench/verdict.ts';
const COPY = 'bench/verdict-of-another-checkout.ts';
const { values: options } = parseArgs({
  options: {
    against: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    mnist: { type: 'boolean', default: false },
    data: { type: 'string', default: join(PROJECT, '..', 'shared', 'data') },
    examples: { type: 'string', default: join(PROJECT, 'apps', 'web', 'public', 'examples') },
    /** Runs one set, and prints what came of it as JSON. */
    set: { type: 'string' },
    seed: { type: 'string', default: '0' },
  },
});
const EMOTIONS = ['amazed-suprised', 'happy-pleased', 'relaxing-calm', 'quiet-still', 'sad-lonely', 'angry-aggresive'];
const MNIST = ['mnist/train-images-idx3-ubyte.gz', 'mnist/train-labels-idx1-ubyte.gz'];
const DIGITS = join(options.examples, 'digits.zip');

interface Set {
  name: string;
  files: string[];
  spec: Partial<RunSpecInput> & { target: string[] };
}
const SETS: Set[] = [
  { name: 'penguins', files: ['penguins/penguins.csv'], spec: { target: ['species'] } },
  { name: 'titanic', files: ['titanic/titanic.csv'], spec: { target: ['survived'], drop: ['alive'] } },
  { name: 'heart-disease', files: ['heart-disease/data.csv'], spec: { target: ['num'] } },
  { name: 'auto-mpg', files: ['auto-mpg/data.csv'], spec: { target: ['mpg'], drop: ['car_name'] } },
  { name: 'boston-housing', files: ['boston-housing/data.csv'], spec: { target: ['MEDV'] } },
  {
    name: 'energy-efficiency',
    files: ['energy-efficiency/data.csv'],
    spec: { target: ['heating_load', 'cooling_load'] },
  },
  { name: 'emotions', files: ['multilabel-emotions/data.csv'], spec: { target: EMOTIONS, drop: ['split'] } },
  {
    name: 'california-housing',
    files: ['california-housing/housing.csv'],
    spec: { target: ['median_house_value'] },
  },
  { name: 'adult-census', files: ['adult-census/data.csv.gz'], spec: { target: ['income'], drop: ['split'] } },
  { name: 'electricity', files: ['electricity-elec2/elec.csv.gz'], spec: { target: ['class'] } },
  { name: 'digits, shipped', files: [DIGITS], spec: { target: ['label'] } },
  { name: 'mnist, quick', files: MNIST, spec: { target: ['label'], effort: 'quick' } },
  ...(options.mnist ? [{ name: 'mnist', files: MNIST, spec: { target: ['label'] } }] : []),
];

const outcome = z.object({
  seconds: z.number(),
  epochs: z.number(),
  rungs: z.number(),
  candidates: z.number(),
  test: z.object({ metric: z.string(), value: z.number(), ci: z.tuple([z.number(), z.number()]) }).nullable(),
});
type Outcome = z.infer<typeof outcome>;

if (options.set !== undefined) {
  console.log(JSON.stringify(await runSet(SETS.find(({ name }) => name === options.set)!)));
} else if (existsSync(options.data)) {
  compareSets();
} else {
  console.error(`The data of this bench are not here: ${options.data}`);
  process.exitCode = 1;
}

async function runSet({ files, spec }: Set): Promise<Outcome> {
  await startEngine();
  const { body } = await readFiles(files.map((file) => join(file.startsWith('/') ? '' : options.data, file)));
  const { table } = await readUpload(body.stream(), { part: null });
  const before = process.cpuUsage();
  let epochs = 0;
  const asked = specOf({ effort: 'standard', ...spec, seed: Number(options.seed) });
  const { state } = await driveRun(openRunData(asked, table, null), {
    onFit: (_, points) => (epochs += points.length),
  });
  const { user, system } = process.cpuUsage(before);
  const { test, tune, rungs } = state;
  return {
    seconds: (user + system) / 1e6,
    epochs,
    rungs: rungs.length,
    candidates: tune?.trials.length ?? 0,
    test: test === null ? null : { metric: test.metric, value: test.value, ci: [test.ci[0], test.ci[1]] },
  };
}

function compareSets(): void {
  const { against } = options;
  if (against !== undefined) copyFileSync(join(PROJECT, FILE), join(against, COPY));
  const lines: string[][] = [];
  const ratios: number[] = [];
  try {
    for (const { name } of SETS) {
      if (!name.includes(options.only)) continue;
      const ours: Outcome[] = [];
      const theirs: Outcome[] = [];
      for (let seed = 0; seed < Number(options.seeds); seed++) {
        ours.push(outcomeOf(PROJECT, FILE, name, seed));
        if (against !== undefined) theirs.push(outcomeOf(against, COPY, name, seed));
      }
      const ratio = sumOf(ours) / sumOf(theirs);
      if (against !== undefined) ratios.push(ratio);
      const last = ours.at(-1)!;
      lines.push([
        name,
        sumOf(ours).toFixed(1),
        against === undefined ? '' : ratio.toFixed(2),
        ours.map(({ epochs }) => epochs).join(' '),
        `${last.rungs}, ${last.candidates}`,
        testsOf(ours),
        against === undefined ? '' : testsOf(theirs),
      ]);
      console.log(lines.at(-1)!.join(' | '));
    }
  } finally {
    if (against !== undefined) rmSync(join(against, COPY));
  }
  const head = ['set', 'CPU seconds', 'ratio', 'epochs', 'rungs, candidates', 'test', 'test of the other'];
  printTable(`Standard effort, ${options.seeds} seeds`, head, lines);
  if (ratios.length === 0) return;
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  console.log(`Geometric mean of the ratios: ${mean.toFixed(2)}`);
}

/** A run in a process of its own. */
function outcomeOf(checkout: string, file: string, name: string, seed: number): Outcome {
  const { data, examples } = options;
  const args = [file, '--set', name, '--seed', String(seed), '--data', data, '--examples', examples];
  return outcome.parse(JSON.parse(execFileSync(process.execPath, args, { cwd: checkout, encoding: 'utf8' })));
}

function sumOf(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The scores of all seeds, and the interval of the first. */
function testsOf(outcomes: readonly Outcome[]): string {
  const [first] = outcomes;
  if (first?.test == null) return 'none';
  const { metric, ci } = first.test;
  const values = outcomes.map(({ test }) => test?.value.toPrecision(4) ?? 'none');
  return `${metric} ${values.join(' ')} (${ci.map((end) => end.toPrecision(4)).join(' to ')})`;
}
