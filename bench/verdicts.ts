/**
 * How often the gate finds a weak linear effect, and how often it finds one in noise, beside a permutation test of
 * scikit-learn's cross-validated ridge and logistic regression on the same rows: `npm run bench:verdicts`.
 * `-- --tables 40` sets the tables of each kind (200), `--noise 100` those of noise (500), `--measure rmse` another measure,
 * `--no-peer` leaves scikit-learn out. Seeds are 0, 1, 2, …
 */
import { METRIC_NAMES } from '@stepwell/metrics/names';
import { z } from 'zod';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { printTable } from './print-table.ts';
import { gateOf } from './verdicts/gate-of.ts';
import { drawTable, type Recipe } from './verdicts/tables.ts';

const { values: options } = parseArgs({
  options: {
    tables: { type: 'string', default: '200' },
    noise: { type: 'string', default: '500' },
    rows: { type: 'string', default: '300,1000,3000' },
    measure: { type: 'string' },
    'no-peer': { type: 'boolean', default: false },
  },
});
const TABLES = Number(options.tables);
const NOISE = Number(options.noise);
const MEASURE = z.enum(METRIC_NAMES).optional().parse(options.measure);
const ROWS = options.rows.split(',').map(Number);
const COLUMNS = 8;
const EFFECTS = { auc: [0.58, 0.62, 0.66, 0.7], r2: [0.02, 0.05, 0.08, 0.15] } as const;
const WIDTHS = [{ columns: 8 }, { columns: 40 }, { columns: 200 }, { columns: 8, categories: true }] as const;
const NOISE_ROWS = 300;

/** scikit-learn in a process of its own: a table in, its p-value out. */
function startPeer() {
  const child = spawn('/usr/bin/python3', [join(PROJECT, 'bench', 'verdicts', 'permutation_test.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async pOf(kind: Recipe['kind'], x: number[][], y: number[], seed: number): Promise<number> {
      child.stdin.write(`${JSON.stringify({ kind, x, y, seed })}\n`);
      const line = await lines.next();
      return Number(line.value);
    },
    stop: () => child.stdin.end(),
  };
}

interface Found {
  passed: number;
  related: number;
  noSignal: number;
  peer: number | null;
  tables: number;
}

async function count(recipe: Recipe, tables: number, peer: ReturnType<typeof startPeer> | null): Promise<Found> {
  const found: Found = { passed: 0, related: 0, noSignal: 0, peer: peer === null ? null : 0, tables };
  for (let seed = 0; seed < tables; seed++) {
    const { x, y, ...table } = drawTable(recipe, seed);
    const asked = peer?.pOf(recipe.kind, x.slice(0, recipe.rows), y.slice(0, recipe.rows), seed);
    const gate = await gateOf(table, { seed, ...(MEASURE === undefined ? {} : { measure: MEASURE }) });
    if (gate.verdict === 'beats-baseline') found.passed++;
    if (gate.p < 0.05) found.related++;
    if (gate.verdict === 'no-signal') found.noSignal++;
    if (found.peer !== null && (await asked!) <= 0.05) found.peer++;
  }
  return found;
}

await startEngine();
const share = (part: number | null, of: number) => (part === null ? '' : `${((100 * part) / of).toFixed(1)} %`);
const HEAD = ['tables', 'rows', 'columns', 'passes', 'p < 0.05', 'no signal', 'scikit-learn'];
const peer = options['no-peer'] ? null : startPeer();
const power: string[][] = [];
for (const rows of ROWS) {
  for (const kind of ['auc', 'r2'] as const) {
    for (const effect of EFFECTS[kind]) {
      const found = await count({ kind, effect, rows, columns: COLUMNS }, TABLES, peer);
      const name = `${kind === 'auc' ? 'AUC' : 'R²'} ${effect}`;
      power.push([
        name,
        String(rows),
        String(COLUMNS),
        share(found.passed, TABLES),
        share(found.related, TABLES),
        share(found.noSignal, TABLES),
        share(found.peer, TABLES),
      ]);
      console.error(power.at(-1)!.join('\t'));
    }
  }
}
peer?.stop();
const noise: string[][] = [];
for (const width of NOISE === 0 ? [] : WIDTHS) {
  for (const kind of ['auc', 'r2'] as const) {
    const found = await count({ kind, effect: kind === 'auc' ? 0.5 : 0, rows: NOISE_ROWS, ...width }, NOISE, null);
    noise.push([
      `noise, ${kind === 'auc' ? 'two classes' : 'a number'}${'categories' in width ? ', 40 categories beside' : ''}`,
      String(NOISE_ROWS),
      String(width.columns),
      share(found.passed, NOISE),
      share(found.related, NOISE),
      share(found.noSignal, NOISE),
      '',
    ]);
    console.error(noise.at(-1)!.join('\t'));
  }
}
printTable(`Tables that the gate passes, of ${TABLES} each; of noise, of ${NOISE}`, HEAD, [...power, ...noise]);
