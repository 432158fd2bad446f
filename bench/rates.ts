/**
 * What learning rates that fall to zero bring: the best mean validation score of one network by epochs and rate, constant and falling,
 * on ../shared/data: `npm run bench:rates`. `-- --only NAME` runs one set.
 */
import { readUpload } from '@stepwell/data/archive';
import { openRunData } from '@stepwell/workflow';
import { existsSync, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { fitContextOf, fitDataOf } from '../packages/workflow/src/run/fit-rows.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { fitStep } from '../packages/workflow/src/training/fit/index.ts';
import { fitsOf, trialOf } from '../packages/workflow/src/training/trial/index.ts';
import { printTable } from './print-table.ts';

const DATA = join(PROJECT, '..', 'shared', 'data');
const RATES = [0.001, 0.003];
const SETS = [
  {
    file: 'california-housing/housing.csv',
    target: ['median_house_value'],
    units: [256, 256, 256],
    epochs: [8, 16, 32],
  },
  {
    file: 'energy-efficiency/data.csv',
    target: ['heating_load', 'cooling_load'],
    units: [256, 256],
    epochs: [40, 80, 160, 300],
  },
  { file: 'auto-mpg/data.csv', target: ['mpg'], drop: ['car_name'], units: [64, 64], epochs: [20, 40, 80, 160] },
  { file: 'boston-housing/data.csv', target: ['MEDV'], units: [128, 128], epochs: [40, 80, 160, 300] },
];
const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } });

if (!existsSync(DATA)) {
  console.error(`The data of this bench are not here: ${DATA}`);
  process.exit(1);
}
await startEngine();
for (const { file, units, epochs: grid, ...spec } of SETS) {
  const name = file.split('/')[0]!;
  if (!name.includes(options.only)) continue;
  const { table } = await readUpload((await openAsBlob(join(DATA, file))).stream(), { part: null });
  const data = openRunData(specOf({ ...spec, effort: 'quick' }), table, null);
  const { state } = await driveRun(data, { until: ({ stage, plan }) => stage === 'scale-up' && plan !== null });
  const splits = state.protocol!.k ?? 1;
  const lines: string[][] = [];
  for (const epochs of grid) {
    for (const learningRate of RATES) {
      const bestOf = (decay: { decay?: number }): string => {
        const config = { ...state.plan![0]!.config, units, learningRate, ...decay };
        const curves = fitsOf(trialOf('bench', config, epochs), splits).map((ref) => {
          const fit = { id: ref.id, config, epochs };
          const budget = { minibatches: 1e9, flops: Infinity };
          return fitStep(fit, fitContextOf(state, data, ref), fitDataOf(state, data, ref), null, budget).points;
        });
        const means = curves[0]!.map((_, i) => curves.reduce((sum, points) => sum + points[i]!.validationScore!, 0));
        return (Math.min(...means) / splits).toPrecision(4);
      };
      lines.push([String(epochs), String(learningRate), bestOf({}), bestOf({ decay: epochs })]);
    }
  }
  printTable(
    `${name}, ${units.join('-')}: lowest ${state.measure!.name} of the mean curve`,
    ['epochs', 'rate', 'constant', 'falling'],
    lines,
  );
}
