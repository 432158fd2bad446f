/**
 * Forecasts of generated series (hours, days, months; trends, two seasons, gaps, breaks) and of the demand in
 * ../shared/data/electricity-elec2: the model's MASE on the sealed end beside the naive forecasts', and how often its 90 % intervals hold
 * the truth: `npm run bench:forecasts`. `-- --only NAME` runs the series with such names, `-- --seeds N --first SEED` other draws of the generated
 * ones, `-- --effort LEVEL` at another effort.
 */
import { readUpload } from '@stepwell/data/archive';
import { openRunData, runSpec, type RunSpecInput } from '@stepwell/workflow';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { readFiles } from '../apps/cli/src/upload.ts';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { daily, hourly, monthly } from './forecasts/generate.ts';
import { mean, standardDeviation } from '@stepwell/metrics';
import { printTable } from './print-table.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seeds: { type: 'string', default: '3' },
    first: { type: 'string', default: '0' },
    effort: { type: 'string', default: 'standard' },
  },
});
const ELEC2 = join(PROJECT, '..', 'shared', 'data', 'electricity-elec2', 'elec.csv.gz');

interface Case {
  name: string;
  table: Parameters<typeof openRunData>[1];
  spec: Partial<RunSpecInput>;
}

function* generated(): Iterable<Case> {
  for (let seed = Number(options.first); seed < Number(options.first) + Number(options.seeds); seed++) {
    for (const make of [hourly, daily, monthly]) {
      const { name, table, horizon } = make(seed);
      yield { name: `${name} (${seed})`, table, spec: { target: ['value'], horizon } };
    }
  }
}

async function* cases(): AsyncIterable<Case> {
  yield* generated();
  if (!existsSync(ELEC2)) return;
  const { body } = await readFiles([ELEC2]);
  const { table } = await readUpload(body.stream(), { part: null });
  const spec = { target: ['nswdemand'], order: 'file' as const, horizon: 48, keep: ['period'], drop: ['class'] };
  yield { name: 'elec2: demand of New South Wales, half-hours', table, spec };
}

await startEngine();
const lines: string[][] = [];
/** What came of the draws of each kind: coverage and MASE over that of the seasonal naive forecast; null where no test was made. */
const kinds = new Map<string, ({ covered: number; ratio: number } | null)[]>();
const keep = (name: string, of: { covered: number; ratio: number } | null) => {
  const kind = name.replace(/ \(\d+\)$/, '');
  kinds.set(kind, [...(kinds.get(kind) ?? []), of]);
};
for await (const { name, table, spec } of cases()) {
  if (!name.includes(options.only)) continue;
  const asked = runSpec.parse({ dataset: '0'.repeat(64), target: ['value'], effort: options.effort, ...spec });
  const before = process.cpuUsage();
  const data = openRunData(asked, table, null);
  const { state } = await driveRun(data);
  const { user, system } = process.cpuUsage(before);
  const ahead = state.test?.ahead;
  const { horizon, seasons } = data.forecast!.forecast;
  const row = [name, String(horizon), seasons.join(', ') || 'none'];
  if (ahead === undefined) {
    const why = `${state.status}: ${state.failure?.message ?? state.gate?.verdict ?? ''}`;
    keep(name, null);
    lines.push([...row, why, ...Array.from({ length: 7 }, () => '')]);
  } else {
    const mase = (of: string) => ahead.naive.find((one) => one.name === of)!.mase.toFixed(2);
    const covered = ahead.steps.map((step) => step.covered ?? Number.NaN);
    const share = (value: number) => `${(100 * value).toFixed(0)} %`;
    const naive = ahead.naive.find((one) => one.name === 'seasonal-naive')!.mase;
    keep(name, { covered: mean(covered), ratio: ahead.model.mase / naive });
    const some = [0, Math.floor(horizon / 2), horizon - 1].map((at) => share(covered[at]!)).join(', ');
    lines.push([
      ...row,
      ahead.model.mase.toFixed(2),
      mase('seasonal-naive'),
      mase('last-value'),
      mase('drift'),
      share(mean(covered)),
      some,
      String(state.test!.rows),
      ((user + system) / 1e6).toFixed(0),
    ]);
  }
  console.error(lines.at(-1)!.join(' | '));
}
printTable(
  'MASE on the sealed end, and the share of truths in 90 % intervals',
  [
    'series',
    'steps',
    'seasons',
    'model',
    'seasonal naive',
    'last value',
    'drift',
    'covered',
    'first, middle, last step',
    'test rows',
    'CPU seconds',
  ],
  lines,
);
printTable(
  'By kind',
  ['series', 'draws', 'tested', 'below the seasonal naive', 'mean ratio to it', 'covered, mean', 'standard deviation'],
  [...kinds].map(([kind, draws]) => {
    const tested = draws.filter((draw) => draw !== null);
    const [covered, ratios] = [tested.map((draw) => draw.covered), tested.map(({ ratio }) => ratio)];
    const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
    const below = ratios.filter((ratio) => ratio < 1).length;
    const spread = covered.length > 1 ? percent(standardDeviation(covered)) : '';
    return [kind, draws.length, tested.length, below, mean(ratios).toFixed(2), percent(mean(covered)), spread].map(
      String,
    );
  }),
);
