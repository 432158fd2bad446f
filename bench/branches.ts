/**
 * Digits with a noisy number beside them: `npm run bench:branches`. Handwritten digits of the mnist package under noise, few of them to
 * learn from and many to test on; the number is the digit, and normal noise. What the gate says of both branches, and the test scores
 * of three runs on the same rows, with images alone, the number alone and both, with the paired 95 % interval of their differences.
 * `-- --train 40 --test 200` sets the rows of each digit, `--speckle 0.8` the standard deviation of the pixels' noise as a share of
 * white, `--noise 1` that of the number's, `--seeds 1` how many times it is done;
 * `--branch 0` joins the number to the pixels as it is.
 */
import { parseArgs } from 'node:util';
import { compare, type Predictions } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import { openRunData } from '@stepwell/workflow';
import { driveRun, type Driven } from '../packages/workflow/src/run/drive-run.ts';
import { sealedPart } from '../packages/workflow/src/run/run-data.ts';
import { digitsWithNumber } from '../packages/workflow/src/testing/digits.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { printTable } from './print-table.ts';

const { values: options } = parseArgs({
  options: {
    train: { type: 'string', default: '40' },
    test: { type: 'string', default: '200' },
    speckle: { type: 'string', default: '0.8' },
    noise: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    branch: { type: 'string' },
  },
});
const TRAIN = Number(options.train);
const TEST = Number(options.test);
const SPECKLE = Number(options.speckle);
const NOISE = Number(options.noise);
const ACCURACY = { name: 'accuracy', custom: null, threshold: 0.5 } as const;
/** Three runs: which column each leaves out. */
const RUNS = { 'images alone': ['number'], 'number alone': ['image'], both: [] } as const;

await startEngine();
for (let seed = 0; seed < Number(options.seeds); seed++) await benchmark(seed);

async function benchmark(seed: number): Promise<void> {
  const table = await digitsWithNumber({ seed, train: TRAIN, test: TEST, speckle: SPECKLE, noise: NOISE });
  const scores: string[][] = [];
  const tested = new Map<string, Predictions>();
  let target: Target | null = null;
  let gate: string | null = null;
  for (const [name, drop] of Object.entries(RUNS)) {
    const spec = specOf({
      effort: 'quick',
      seed,
      target: ['y'],
      split: 'part',
      measure: 'accuracy',
      drop: [...drop],
      model: options.branch === undefined || name !== 'both' ? {} : { branch: Number(options.branch) },
    });
    const data = openRunData(spec, table, null);
    const started = performance.now();
    const driven: Driven = await driveRun(data, {
      gateTrials: ({ id }) => ['power', 'linear', 'front-alone', 'columns-alone'].includes(id),
    });
    const { test, definition, tune, failure, model } = driven.state;
    if (test === null || driven.predictions === null) throw new Error(failure?.message ?? 'the run has no test');
    tested.set(name, driven.predictions);
    target ??= sealedPart(data, definition!).target;
    const best = tune!.trials.find(({ id }) => id === tune!.best)!;
    if (driven.state.gate?.branches != null) {
      gate = driven.decisions.find(({ choice }) => choice.includes('add'))!.why;
    }
    scores.push([
      name,
      percent(test.value),
      `${percent(test.ci[0])} to ${percent(test.ci[1])}`,
      best.config.branch === undefined ? 'as they are' : `${best.config.branch} units`,
      String(model!.params),
      `${((performance.now() - started) / 1000).toFixed(0)} s`,
    ]);
  }
  const title = `seed ${seed}: ${10 * TRAIN} digits to learn from, ${10 * TEST} to test on, noise of ${SPECKLE} and ${NOISE}`;
  printTable(title, ['inputs', 'accuracy', '95 %', 'columns', 'weights', 'took'], scores);
  console.log(`\nAt the gate: ${gate}`);
  const joint = tested.get('both')!;
  for (const name of ['images alone', 'number alone']) {
    const part = { model: joint, other: tested.get(name)!, target: target! };
    const { gain, ci } = compare([part], ACCURACY, seed, name);
    console.log(`Both against ${name}: ${points(gain)} (95 %: ${points(ci[0])} to ${points(ci[1])})`);
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function points(gain: number): string {
  return `${(100 * gain).toFixed(1)} points`;
}
