/**
 * Test scores of whole Stepwell runs beside scikit-learn's on the same rows: `npm run bench:peers`.
 * Needs ../shared/data and Debian's python3-sklearn and python3-pandas.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report as reportSchema } from '@stepwell/workflow';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';

const DATA = join(PROJECT, '..', 'shared', 'data');
const PYTHON = '/usr/bin/python3';
const CASES = [
  { name: 'penguins', file: 'penguins/penguins.csv', target: 'species', drop: [] },
  { name: 'titanic', file: 'titanic/titanic.csv', target: 'survived', drop: ['alive'] },
  { name: 'titanic, alive left in', file: 'titanic/titanic.csv', target: 'survived', drop: [] },
  { name: 'energy-efficiency', file: 'energy-efficiency/data.csv', target: 'heating_load', drop: ['cooling_load'] },
  { name: 'auto-mpg', file: 'auto-mpg/data.csv', target: 'mpg', drop: ['car_name'] },
];

if (!existsSync(DATA)) {
  console.error(`The data of this bench are not here: ${DATA}`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'stepwell-peers-'));
const stack = await startStack({ persistTo: join(folder, 'state'), reuse: false, quiet: true, dashboard: false });
try {
  console.log('set | metric | baseline | Stepwell (95 %) | linear | default MLP | left out | seconds');
  for (const { name, file, target, drop } of CASES) {
    const path = join(DATA, file);
    const json = join(folder, 'report.json');
    const predictions = join(folder, 'predictions.csv');
    const leaveOut = drop.flatMap((column) => ['--drop', column]);
    execFileSync(
      process.execPath,
      [
        join(PROJECT, 'apps/cli/src/stepwell.ts'),
        'run',
        path,
        '--target',
        target,
        ...leaveOut,
        '--url',
        stack.url,
        '--json',
        json,
        '--predictions',
        predictions,
      ],
      { stdio: 'pipe' },
    );
    const report = reportSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    const test = report.test!;
    const unused = report.problem!.leftOut.map(({ column }) => column);
    const peers: unknown = JSON.parse(
      execFileSync(
        PYTHON,
        [
          join(PROJECT, 'bench/peers-accuracy.py'),
          path,
          target,
          predictions,
          ...unused.flatMap((column) => ['--drop', column]),
        ],
        { encoding: 'utf8' },
      ),
    );
    console.log(
      [
        name,
        test.metric,
        show(test.baseline.value),
        `${show(test.value)} (${show(test.ci[0])} to ${show(test.ci[1])})`,
        show(field(peers, 'linear')),
        show(field(peers, 'mlp')),
        unused.join(', ') || '-',
        report.run.wallSeconds.toFixed(1),
      ].join(' | '),
    );
  }
} finally {
  await stack.stop();
}

function field(value: unknown, key: string): number {
  if (typeof value !== 'object' || value === null) return Number.NaN;
  return Number(new Map<string, unknown>(Object.entries(value)).get(key));
}

function show(value: number): string {
  return value.toFixed(3);
}
