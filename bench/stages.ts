/**
 * Where a run's CPU time goes: the share of each stage, whole runs in Node at standard effort on ../shared/data and the shipped digits:
 * `npm run bench:stages`. `-- --only NAME` runs the sets with such names, separated by commas.
 */
import { readUpload } from '@stepwell/data/archive';
import { openRunData, STAGES } from '@stepwell/workflow';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { readFiles } from '../apps/cli/src/upload.ts';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { printTable } from './print-table.ts';
import { setsIn } from './verdict/sets.ts';

const DATA = join(PROJECT, '..', 'shared', 'data');
/** Stages that train something; the others take no time to speak of. */
const TRAINING = STAGES.slice(STAGES.indexOf('gate'));
const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const wanted = options.only.split(',');

await startEngine();
const lines: string[][] = [];
for (const { name, files, spec } of setsIn(DATA, join(PROJECT, 'apps/web/public/examples'))) {
  if (!wanted.some((one) => name.includes(one)) || !files.every((file) => existsSync(file))) continue;
  const { body } = await readFiles(files);
  const { table } = await readUpload(body.stream(), { part: null });
  const seconds = new Map<string, number>();
  let last = process.cpuUsage();
  let at: string = STAGES[0];
  const spend = () => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    seconds.set(at, (seconds.get(at) ?? 0) + (user + system) / 1e6);
  };
  await driveRun(openRunData(specOf({ ...spec, effort: spec.effort ?? 'standard' }), table, null), {
    onState: ({ stage }) => {
      spend();
      at = stage;
    },
  });
  spend();
  const all = [...seconds.values()].reduce((sum, one) => sum + one, 0);
  lines.push([
    name,
    all.toFixed(1),
    ...TRAINING.map((stage) => `${((100 * (seconds.get(stage) ?? 0)) / all).toFixed(0)} %`),
  ]);
}
printTable('CPU time by stage', ['set', 'CPU seconds', ...TRAINING], lines);
