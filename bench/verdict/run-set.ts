// Runs one set in a process of its own, and prints what came of it as JSON: node bench/verdict/run-set.ts SET SEED
import { readUpload } from '@stepwell/data/archive';
import { openRunData, runSpec } from '@stepwell/workflow';
import { z } from 'zod';
import { readFiles } from '../../apps/cli/src/upload.ts';
import { driveRun } from '../../packages/workflow/src/run/drive-run.ts';
import { startEngine } from '../../packages/workflow/src/training/architecture/testing/start-engine.ts';

// This file is copied into other checkouts: it may import only what they have too.
const [asked = '', seed] = process.argv.slice(2);
const set = z.object({ files: z.array(z.string()), spec: z.record(z.string(), z.unknown()) });
const { files, spec } = set.parse(JSON.parse(asked));
const given = runSpec.parse({ dataset: '0'.repeat(64), effort: 'standard', ...spec, seed: Number(seed) });
await startEngine();
const { body } = await readFiles(files);
const { table } = await readUpload(body.stream(), { part: null });
const before = process.cpuUsage();
const data = openRunData(given, table, null);
let epochs = 0;
let mostEpochs = 0;
const { state } = await driveRun(data, {
  onFit: (_, points) => (epochs += points.length),
  onState: ({ search }) => {
    for (const candidate of search?.candidates ?? []) mostEpochs = Math.max(mostEpochs, candidate.epochs);
  },
});
const { user, system } = process.cpuUsage(before);
const { definition, measure, protocol, rungs, test, tune } = state;
const outcome = {
  seconds: (user + system) / 1e6,
  epochs,
  rungs: rungs.length,
  candidates: tune?.trials.length ?? 0,
  test: test === null ? null : { metric: test.metric, value: test.value, ci: [test.ci[0], test.ci[1]] },
  /** What a peer needs to do the same; row numbers begin with 0. */
  asked: {
    target: definition?.target ?? [],
    type: definition?.type ?? '',
    drop: definition?.leftOut.map(({ column }) => column) ?? [],
    measure: measure?.name ?? '',
    folds: protocol?.k ?? null,
    iterations: protocol?.iterations ?? 1,
    epochs: mostEpochs,
    sealed: [...data.seal.sealed],
  },
};
console.log(JSON.stringify(outcome));
