/**
 * How often 90 % intervals and sets of classes hold the truth of new rows, and what temperatures do to the calibration error:
 * `npm run bench:certainty`. Generated tables first (`-- --tables 200`, `--rows 400`), counted on 2,000 new rows each; then, where
 * ../shared/data is, the sealed rows of its sets at effort quick (`--no-sets` leaves them out). Seeds are 0, 1, 2, …
 */
import { readUpload } from '@stepwell/data/archive';
import { openRunData, type RunSpecInput } from '@stepwell/workflow';
import { existsSync, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { drawTables, KINDS } from './certainty/tables.ts';
import { printTable } from './print-table.ts';

const DATA = join(PROJECT, '..', 'shared', 'data');
const TESTED = 2_000;
const SETS: { file: string; spec: Partial<RunSpecInput> & { target: string[] } }[] = [
  { file: 'auto-mpg/data.csv', spec: { target: ['mpg'], drop: ['car_name'] } },
  { file: 'boston-housing/data.csv', spec: { target: ['MEDV'] } },
  { file: 'energy-efficiency/data.csv', spec: { target: ['heating_load', 'cooling_load'] } },
  { file: 'california-housing/housing.csv', spec: { target: ['median_house_value'] } },
  { file: 'penguins/penguins.csv', spec: { target: ['species'] } },
  { file: 'titanic/titanic.csv', spec: { target: ['survived'], drop: ['alive'] } },
  { file: 'heart-disease/data.csv', spec: { target: ['num'], ignoreGate: true } },
];

const { values: options } = parseArgs({
  options: {
    tables: { type: 'string', default: '200' },
    rows: { type: 'string', default: '400' },
    'no-sets': { type: 'boolean', default: false },
  },
});

type State = Awaited<ReturnType<typeof driveRun>>['state'];

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

await startEngine();
await generated(Number(options.tables), Number(options.rows));
if (options['no-sets']) process.exit(0);
if (existsSync(DATA)) await sets();
else console.log(`\nThe sets are not here: ${DATA}`);

async function generated(tables: number, rows: number): Promise<void> {
  const lines: string[][] = [];
  const all: number[] = [];
  for (const kind of KINDS) {
    const coverages: number[] = [];
    const sizes: number[] = [];
    const errors: { before: number; after: number }[] = [];
    let kept = 0;
    for (let seed = 0; seed < Math.ceil(tables / KINDS.length); seed++) {
      const { train, test } = drawTables(kind, rows, TESTED, seed);
      const spec = specOf({ effort: 'quick', seed, target: ['y'], testDataset: '1'.repeat(64), ignoreGate: true });
      const { state } = await driveRun(openRunData(spec, train, test), {
        gateTrials: ({ id }) => id === 'power' || id === 'linear',
      });
      const found = state.test;
      if (found === null || found.coverage === null)
        throw new Error(state.failure?.message ?? 'the run has no coverage');
      coverages.push(found.coverage.value);
      sizes.push(found.coverage.sizes[0]!);
      if (found.calibration !== null) errors.push(found.calibration);
      if ((state.certainty?.calibration?.temperature ?? 1) !== 1) kept++;
    }
    all.push(...coverages);
    const sorted = coverages.toSorted((a, b) => a - b);
    const at = (share: number) => percent(sorted[Math.round(share * (sorted.length - 1))]!);
    lines.push([
      kind,
      String(coverages.length),
      percent(average(coverages)),
      `${at(0.05)} to ${at(0.95)}`,
      average(sizes).toPrecision(3),
      errors.length === 0 ? '' : `${kept} of ${errors.length}`,
      errors.length === 0
        ? ''
        : `${percent(average(errors.map(({ before }) => before)))} → ${percent(average(errors.map(({ after }) => after)))}`,
    ]);
  }
  const head = ['errors', 'tables', 'coverage', '5th to 95th', 'width or classes', 'calibrated', 'calibration error'];
  printTable(`Generated tables of ${rows} rows, ${TESTED.toLocaleString('en')} new rows each`, head, lines);
  console.log(`On average over ${all.length} tables: ${percent(average(all))}`);
}

async function sets(): Promise<void> {
  const lines: string[][] = [];
  for (const { file, spec } of SETS) {
    const { table } = await readUpload((await openAsBlob(join(DATA, file))).stream(), { part: null });
    const { state } = await driveRun(openRunData(specOf({ effort: 'quick', ...spec }), table, null));
    lines.push(lineOf(file.split('/')[0]!, state));
  }
  const head = ['set', 'test rows', 'coverage', '95 %', 'width or classes', 'temperature', 'calibration error'];
  printTable('Sealed rows of real data, effort quick, seed 0', head, lines);
}

function lineOf(name: string, { test, certainty, failure }: State): string[] {
  if (test === null) return [name, failure?.message ?? 'stopped', '', '', '', '', ''];
  const { coverage, calibration, rows } = test;
  return [
    name,
    String(rows),
    coverage === null ? 'none' : percent(coverage.value),
    coverage === null ? '' : coverage.ci.map(percent).join(' to '),
    coverage === null ? '' : coverage.sizes.map((size) => size.toPrecision(3)).join(', '),
    certainty?.calibration?.temperature.toPrecision(3) ?? '',
    calibration === null ? '' : `${percent(calibration.before)} → ${percent(calibration.after)}`,
  ];
}
