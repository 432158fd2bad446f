/**
 * Rankings of whole runs beside scikit-learn's pointwise models, on the same queries: `npm run bench:rankings`.
 * Needs Debian's python3-sklearn. `-- --seeds 3` runs three seeds of each set.
 */
import { readUpload } from '@stepwell/data/archive';
import { score } from '@stepwell/metrics';
import { formatGain, metricWords } from '@stepwell/metrics/names';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { openRunData, sealedPart } from '../packages/workflow/src/run/run-data.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { printTable } from './print-table.ts';
import { knownOrder, madeUpDocuments, svmlightOf } from './rankings/sets.ts';

const PYTHON = '/usr/bin/python3';
const QUERIES = 300;
const peers = z.object({ logistic: z.number(), ridge: z.number(), boosting: z.number() });
const { values: options } = parseArgs({ options: { seeds: { type: 'string', default: '3' } } });

await startEngine();
const folder = mkdtempSync(join(tmpdir(), 'stepwell-rankings-'));
const lines: string[][] = [];
for (const make of [knownOrder, madeUpDocuments]) {
  for (let seed = 0; seed < Number(options.seeds); seed++) {
    const set = make(QUERIES, seed);
    const file = new Blob([svmlightOf(set)]);
    const { table } = await readUpload(file.stream(), { part: null });
    const data = openRunData(specOf({ target: ['label'], effort: 'quick', seed }), table, null);
    const { state } = await driveRun(data);
    const { test, measure, definition } = state;
    if (test === null || measure === null || definition === null)
      throw new Error(state.failure?.message ?? state.status);
    const sealed = new Set(data.seal.sealed);
    const at = (row: number) => set.rows[row]!;
    const { target, ids } = sealedPart(data, definition);
    const best = Float64Array.from(ids, (row) => at(row).best);
    const task = {
      measure: measure.name,
      train: set.rows.filter((_, row) => !sealed.has(row)),
      test: Array.from(ids, at),
    };
    const path = join(folder, 'task.json');
    writeFileSync(path, JSON.stringify(task));
    const answer = execFileSync(PYTHON, [join(PROJECT, 'bench/rankings/peers.py'), path], { encoding: 'utf8' });
    const { logistic, ridge, boosting } = peers.parse(JSON.parse(answer));
    const show = (value: number) => value.toFixed(3);
    lines.push([
      set.name,
      String(seed),
      metricWords[measure.name],
      `${show(test.value)} (${show(test.ci[0])} to ${show(test.ci[1])})`,
      `${show(test.baseline.value)} (${test.baseline.name})`,
      `${show(test.oneColumn!.value)} (${set.features[Number(/\d+/.exec(test.oneColumn!.column)?.[0]) - 1]})`,
      show(logistic),
      show(ridge),
      show(boosting),
      show(score(measure, { kind: 'number', width: 1, values: best }, target)),
      formatGain(measure.name, test.value - Math.max(logistic, ridge, boosting)),
      state.tune!.trials.find(({ id }) => id === test.trial)!.config.loss ?? 'pairwise-logistic',
    ]);
  }
}
printTable(
  `Test queries, ${QUERIES} queries in each set, quick effort`,
  [
    'set',
    'seed',
    'measure',
    'test (95 %)',
    'baseline',
    'best column',
    'logistic',
    'ridge',
    'boosting',
    'best order',
    'gain over the best peer',
    'loss',
  ],
  lines,
);
