// The book's experiments through the Worker: wall time, steps, and what the isolate took at its most; with --peers the
// same trainings in PyTorch on one thread.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EXPERIMENTS } from '../apps/cli/src/book/experiments/index.ts';
import { findData } from '../apps/cli/src/book/find-data.ts';
import { runExperiment } from '../apps/cli/src/book/run-experiment.ts';
import { connect } from '../apps/cli/src/client.ts';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { trainInPyTorch } from './book/peers.ts';
import { watchIsolate } from './book/watch-isolate.ts';
import { printTable } from './print-table.ts';

const INSPECTOR_PORT = 9_377;
const MEBIBYTE = 1024 * 1024;

const { values, positionals } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    run: { type: 'string' },
    peers: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const rows: string[][] = [];
for (const experiment of EXPERIMENTS) {
  if (positionals.length > 0 && !positionals.includes(experiment.name)) continue;
  const file = await findData(experiment, values.data);
  const peers = values.peers ? await trainInPyTorch(values.data, experiment.name) : null;
  for (const run of experiment.runs.filter(({ id }) => values.run === undefined || id === values.run)) {
    // A stack of its own each: what the isolate took before says nothing of this run.
    const folder = await mkdtemp(join(tmpdir(), 'stepwell-book-'));
    const stack = await startStack({
      persistTo: folder,
      reuse: false,
      quiet: true,
      dashboard: false,
      inspectorPort: INSPECTOR_PORT,
    });
    try {
      const watch = await watchIsolate(INSPECTOR_PORT);
      const client = connect(stack.url);
      const one = { ...experiment, runs: [run] };
      const outcomes = await runExperiment(client, one, file, { seeds: [0], out: process.stdout });
      const { report } = outcomes.get(run.id)![0]!;
      const { total, buffers } = watch.peak();
      const { heapBytes } = await (await client.api.health.$get()).json();
      watch.stop();
      rows.push([
        `${experiment.name} ${run.id}`,
        report.run.wallSeconds.toFixed(1),
        String(report.run.steps),
        inMebibytes(heapBytes),
        inMebibytes(total),
        inMebibytes(buffers),
        ...(peers === null ? [] : [(peers.get(`${experiment.name} ${run.id}`) ?? Number.NaN).toFixed(1)]),
      ]);
    } finally {
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
}
printTable(
  'The book through the Worker, seed 0',
  [
    '',
    'wall, s',
    'steps',
    'WASM heap, MiB',
    'isolate, MiB',
    'of it buffers, MiB',
    ...(values.peers ? ['PyTorch trains, s'] : []),
  ],
  rows,
);

function inMebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(1);
}
