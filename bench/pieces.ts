/**
 * What pieces of numbers bring: the score of validation rows after the last epoch, with learning rates that fall, of scaled numbers alone
 * and with their pieces, on ../shared/data: `npm run bench:pieces`. `-- --only NAME` runs one set, `--seeds 5` five seeds of each.
 */
import { readUpload } from '@stepwell/data/archive';
import { mean } from '@stepwell/metrics';
import { openRunData } from '@stepwell/workflow';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { readFiles } from '../apps/cli/src/upload.ts';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { fitContextOf, fitDataOf } from '../packages/workflow/src/run/fit-rows.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { fitStep } from '../packages/workflow/src/training/fit/index.ts';
import { fitsOf, trialOf } from '../packages/workflow/src/training/trial/index.ts';
import { printTable } from './print-table.ts';
import { setsIn } from './verdict/sets.ts';

const DATA = join(PROJECT, '..', 'shared', 'data');
const RATES = [0.001, 0.003];
const NETWORKS: Record<string, { units: number[]; epochs: number }> = {
  'auto-mpg': { units: [64, 64], epochs: 40 },
  'boston-housing': { units: [128, 128], epochs: 40 },
  'energy-efficiency': { units: [256, 256], epochs: 80 },
  'california-housing': { units: [256, 256, 256], epochs: 16 },
  'adult-census': { units: [64, 64], epochs: 8 },
  electricity: { units: [128, 128], epochs: 12 },
};
const BUDGET = { minibatches: 1e9, flops: Infinity };
const { values: options } = parseArgs({
  options: { only: { type: 'string', default: '' }, seeds: { type: 'string', default: '3' } },
});

if (!existsSync(DATA)) {
  console.error(`The data of this bench are not here: ${DATA}`);
  process.exit(1);
}
await startEngine();
const lines: string[][] = [];
for (const { name, files, spec } of setsIn(DATA, '')) {
  const network = NETWORKS[name];
  if (network === undefined || !name.includes(options.only)) continue;
  const { body } = await readFiles(files);
  const { table } = await readUpload(body.stream(), { part: null });
  const scores = RATES.map(() => ({ scaled: [] as number[], inPieces: [] as number[] }));
  let measured = '';
  for (let seed = 0; seed < Number(options.seeds); seed++) {
    const data = openRunData(specOf({ ...spec, seed }), table, null);
    const { state } = await driveRun(data, { until: ({ stage, plan }) => stage === 'gate' && plan !== null });
    const { units, epochs } = network;
    measured = state.measure!.name;
    RATES.forEach((learningRate, i) => {
      const scoreOf = (numbers: { numbers?: 'piecewise-linear' }): number => {
        const config = { ...state.plan![0]!.config, units, learningRate, decay: epochs, ...numbers };
        const fits = fitsOf(trialOf('bench', config, epochs), state.protocol!.k ?? 1);
        return mean(
          fits.map((ref) => {
            const fit = { id: ref.id, config, epochs };
            const [context, rows] = [fitContextOf(state, data, ref), fitDataOf(state, data, ref)];
            return fitStep(fit, context, rows, null, BUDGET).points.at(-1)!.validationScore!;
          }),
        );
      };
      scores[i]!.scaled.push(scoreOf({}));
      scores[i]!.inPieces.push(scoreOf({ numbers: 'piecewise-linear' }));
    });
  }
  scores.forEach(({ scaled, inPieces }, i) => {
    const lower = inPieces.filter((score, seed) => score < scaled[seed]!).length;
    lines.push([
      name,
      measured,
      String(RATES[i]),
      mean(scaled).toPrecision(4),
      mean(inPieces).toPrecision(4),
      `${lower} of ${options.seeds} lower`,
    ]);
  });
}
printTable(
  `Validation rows, ${options.seeds} seeds`,
  ['set', 'measure', 'rate', 'scaled', 'with pieces', 'seeds'],
  lines,
);
