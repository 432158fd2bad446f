/**
 * Share of a run's CPU time that goes into the predictions for validation rows and into explaining from them: `npm run
 * bench:explain-cost`. Whole runs in Node at standard effort, the default; of the examples, and where ../shared/data is, of its sets.
 */
import { readUpload } from '@stepwell/data/archive';
import { openRunData, type RunSpecInput } from '@stepwell/workflow';
import { z } from 'zod';
import { existsSync, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { printTable } from './print-table.ts';

const EXAMPLES = join(PROJECT, 'apps', 'web', 'public', 'examples');
const DATA = join(PROJECT, '..', 'shared', 'data');
const CASES: { file: string; spec: Partial<RunSpecInput> & { target: string[] } }[] = [
  { file: join(EXAMPLES, 'cars.csv'), spec: { target: ['miles_per_gallon'] } },
  { file: join(EXAMPLES, 'penguins.csv'), spec: { target: ['species'] } },
  { file: join(DATA, 'titanic', 'titanic.csv'), spec: { target: ['survived'], drop: ['alive'] } },
  { file: join(DATA, 'california-housing', 'housing.csv'), spec: { target: ['median_house_value'] } },
];
const { values: options } = parseArgs({
  options: { effort: { type: 'string', default: 'standard' }, only: { type: 'string' } },
});

const effortSchema = z.enum(['quick', 'standard', 'thorough']);

await startEngine();
const seconds = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
const share = (part: number, of: number) => `${((100 * part) / of).toFixed(1)} %`;
const lines: string[][] = [];
for (const { file, spec } of CASES) {
  if (!existsSync(file) || (options.only !== undefined && !file.includes(options.only))) continue;
  const { table } = await readUpload((await openAsBlob(file)).stream(), { part: null });
  const effort = effortSchema.parse(options.effort);
  const marks: { stage: string; isSearched: boolean; at: number }[] = [];
  const began = seconds();
  let trained = 0;
  await driveRun(openRunData(specOf({ ...spec, effort }), table, null), {
    onState: ({ stage, tune }) => marks.push({ stage, isSearched: tune !== null, at: seconds() }),
    onFit: (id) => {
      if (id.startsWith('out-of-fold/')) trained = seconds();
    },
  });
  const total = seconds() - began;
  const planned = marks.find(({ isSearched }) => isSearched)!;
  const settled = marks.find(({ stage }) => stage === 'test')!;
  // Where the search's own fits predict the validation rows, none is trained for it.
  const after = Math.max(trained, planned.at);
  lines.push([
    file.split('/').at(-1)!,
    total.toFixed(1),
    share(after - planned.at, total),
    share(settled.at - after, total),
  ]);
}
printTable(`Effort ${options.effort}`, ['file', 'CPU seconds', 'out-of-fold fits', 'explanation'], lines);
