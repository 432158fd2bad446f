/**
 * How often permutation importance finds the columns that matter, and how often it takes one for such that doesn't: `npm run
 * bench:importance`. Generated tables of 500 rows at effort quick, half with a number to predict and half with two classes: four
 * columns that matter, a near copy of the first, and five of noise. `-- --tables 40` sets how many (100). Seeds are 0, 1, 2, …
 */
import { generator } from '@stepwell/base/random';
import type { Table } from '@stepwell/data/table';
import { openRunData } from '@stepwell/workflow';
import { parseArgs } from 'node:util';
import { categorical, numeric, tableOf } from '../packages/data/src/testing/columns.ts';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { normal } from './coverage/problems.ts';
import { printTable } from './print-table.ts';

const { values: options } = parseArgs({ options: { tables: { type: 'string', default: '100' } } });
const TABLES = Number(options.tables);
const ROWS = 500;
/** What a standard deviation of each column adds to the target, whose noise has one of 1. */
const WEIGHTS = [1, 0.7, 0.5, 0.4];
const NOISE = 5;
const KINDS = ['a number', 'two classes'] as const;

interface Counts {
  found: number;
  flagged: number;
  groups: number;
}

await startEngine();
const share = (part: number, of: number) => `${((100 * part) / of).toFixed(1)} %`;
const lines: string[][] = [];
for (const kind of KINDS) {
  const tables = Math.ceil(TABLES / KINDS.length);
  const counts: Counts = { found: 0, flagged: 0, groups: 0 };
  for (let seed = 0; seed < tables; seed++) await count(kind, seed, counts);
  lines.push([
    kind,
    String(tables),
    share(counts.found, tables * WEIGHTS.length),
    share(counts.flagged, tables * NOISE),
    share(counts.groups, tables),
  ]);
}
const head = ['predicting', 'tables', 'columns that matter, found', 'columns of noise, taken for such', 'copy named'];
printTable(`${ROWS} rows, effort quick`, head, lines);

async function count(kind: (typeof KINDS)[number], seed: number, counts: Counts): Promise<void> {
  const spec = specOf({ effort: 'quick', seed, target: ['y'], ignoreGate: true });
  const { state } = await driveRun(openRunData(spec, drawTable(kind, seed), null), {
    gateTrials: ({ id }) => id === 'power' || id === 'linear',
  });
  if (state.explanation === null) throw new Error(state.failure?.message ?? 'the run explains nothing');
  const { importance, groups } = state.explanation;
  const isClear = (name: string) => importance.some(({ columns, isClear: clear }) => columns[0] === name && clear);
  // The first and its copy share what they matter: as a group.
  const pair = groups.find(({ columns }) => columns.join() === 'x1,copy');
  if (pair !== undefined) counts.groups++;
  WEIGHTS.forEach((_, i) => {
    if (isClear(`x${i + 1}`) || (i === 0 && pair?.isClear === true)) counts.found++;
  });
  for (let i = 1; i <= NOISE; i++) if (isClear(`noise${i}`)) counts.flagged++;
}

function drawTable(kind: (typeof KINDS)[number], seed: number): Table {
  const random = generator(seed, 'bench', `importance/${kind}`);
  const column = () => Array.from({ length: ROWS }, () => normal(random));
  const x = WEIGHTS.map(column);
  const signal = Array.from({ length: ROWS }, (_, row) =>
    WEIGHTS.reduce((sum, weight, i) => sum + weight * x[i]![row]!, normal(random)),
  );
  const copy = x[0]!.map((value) => value + 0.1 * normal(random));
  return tableOf(
    ROWS,
    ...x.map((values, i) => numeric(`x${i + 1}`, values)),
    numeric('copy', copy),
    ...Array.from({ length: NOISE }, (_, i) => numeric(`noise${i + 1}`, column())),
    kind === 'a number'
      ? numeric('y', signal)
      : categorical(
          'y',
          signal.map((value) => (value > 0 ? 'yes' : 'no')),
        ),
  );
}
