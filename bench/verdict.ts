/**
 * What a verdict takes at standard effort: CPU seconds, epochs, and the test score that it comes to, for whole runs in Node on
 * ../shared/data: `npm run bench:verdict`. `-- --only NAME` runs one set, `--effort quick` another effort. To compare with another
 * commit, copy this file into a checkout of it and run both in turns.
 */
import { readUpload } from '@stepwell/data/archive';
import { openRunData, type RunSpecInput } from '@stepwell/workflow';
import { existsSync, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { printTable } from './print-table.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    effort: { type: 'string', default: 'standard' },
    data: { type: 'string', default: join(PROJECT, '..', 'shared', 'data') },
  },
});
const SETS: { file: string; spec: Partial<RunSpecInput> & { target: string[] } }[] = [
  { file: 'auto-mpg/data.csv', spec: { target: ['mpg'], drop: ['car_name'] } },
  { file: 'boston-housing/data.csv', spec: { target: ['MEDV'] } },
  { file: 'energy-efficiency/data.csv', spec: { target: ['heating_load', 'cooling_load'] } },
  { file: 'penguins/penguins.csv', spec: { target: ['species'] } },
  { file: 'titanic/titanic.csv', spec: { target: ['survived'], drop: ['alive'] } },
  { file: 'heart-disease/data.csv', spec: { target: ['num'] } },
  { file: 'california-housing/housing.csv', spec: { target: ['median_house_value'] } },
];
const effort = z.enum(['quick', 'standard', 'thorough']).parse(options.effort);

if (!existsSync(options.data)) {
  console.error(`The data of this bench are not here: ${options.data}`);
  process.exit(1);
}
await startEngine();
const lines: string[][] = [];
for (const { file, spec } of SETS) {
  const name = file.split('/')[0]!;
  if (!name.includes(options.only)) continue;
  const { table } = await readUpload((await openAsBlob(join(options.data, file))).stream(), { part: null });
  const before = process.cpuUsage();
  let epochs = 0;
  const { state } = await driveRun(openRunData(specOf({ ...spec, effort }), table, null), {
    onFit: (_, points) => (epochs += points.length),
  });
  const { user, system } = process.cpuUsage(before);
  const { test, tune, rungs } = state;
  lines.push([
    name,
    ((user + system) / 1e6).toFixed(1),
    String(epochs),
    String(rungs.length),
    String(tune?.trials.length ?? 0),
    test === null ? 'none' : `${test.metric} ${test.value.toPrecision(4)}`,
    test === null ? '' : test.ci.map((end) => end.toPrecision(4)).join(' to '),
  ]);
}
const head = ['set', 'CPU seconds', 'epochs', 'rungs', 'candidates', 'test', '95 %'];
printTable(`Effort ${effort}, seed 0`, head, lines);
