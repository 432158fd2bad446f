/**
 * What a verdict takes: CPU seconds, epochs, and the test score that it comes to, for whole runs in Node on ../shared/data and the
 * shipped digits: `npm run bench:verdict`. `-- --against DIR` runs another checkout (with its `node_modules`) in turns, and `--seeds 3`
 * three seeds of each set. `--only NAME,NAME` runs the sets of these names, `--mnist` MNIST at standard effort too, which takes long.
 * `--peers` does the same with scikit-learn, on the rows of the first seed: needs Debian's python3-sklearn and python3-pandas.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { printTable } from './print-table.ts';
import { outcome, type Outcome } from './verdict/outcome.ts';
import { peersOf, type Peers } from './verdict/peers.ts';
import { setsIn, type BenchSet } from './verdict/sets.ts';

const FILE = 'bench/verdict/run-set.ts';
const COPY = 'bench/verdict/run-set-of-another-checkout.ts';
const HEAD = ['set', 'CPU seconds', 'ratio', 'epochs', 'rungs, candidates', 'test', 'test of the other'];
const PEER_HEAD = [
  'set',
  'CPU s',
  'CPU s, search',
  'ratio',
  'searched',
  'test',
  'search',
  'boosting',
  'CPU s, boosting',
];
const { values: options } = parseArgs({
  options: {
    against: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    mnist: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    data: { type: 'string', default: join(PROJECT, '..', 'shared', 'data') },
    examples: { type: 'string', default: join(PROJECT, 'apps', 'web', 'public', 'examples') },
  },
});

if (existsSync(options.data)) {
  await compareSets();
} else {
  console.error(`The data of this bench are not here: ${options.data}`);
  process.exitCode = 1;
}

async function compareSets(): Promise<void> {
  const { against, data, examples } = options;
  const sets = setsIn(data, examples).filter(({ name }) => isAskedFor(name));
  const removeCopy = against === undefined ? null : copyInto(against);
  const measured: Measured[] = [];
  try {
    for (const set of sets) {
      const one: Measured = { name: set.name, ours: [], theirs: [], peers: null };
      for (let seed = 0; seed < Number(options.seeds); seed++) {
        one.ours.push(outcomeOf(PROJECT, FILE, set, seed));
        if (against !== undefined) one.theirs.push(outcomeOf(against, COPY, set, seed));
      }
      const [first] = one.ours;
      if (options.peers && first !== undefined && first.test !== null) one.peers = await peersOf(set, first);
      measured.push(one);
      for (const line of [lineOf(one), ...peerLinesOf(one)]) console.log(line.join(' | '));
    }
  } finally {
    removeCopy?.();
  }
  printTable(`Standard effort, ${options.seeds} seeds`, HEAD, measured.map(lineOf));
  if (options.peers) printTable('Beside scikit-learn, of the first seed', PEER_HEAD, measured.flatMap(peerLinesOf));
  printMean(
    'to the other',
    measured.flatMap(({ ours, theirs }) => (theirs.length === 0 ? [] : [sumOf(ours) / sumOf(theirs)])),
  );
  printMean(
    'to the search',
    measured.flatMap(({ ours, peers }) => (peers === null ? [] : [ours[0]!.seconds / peers.search.seconds])),
  );
}

/** @returns whether a set is to be run. */
function isAskedFor(name: string): boolean {
  const { only, mnist } = options;
  return (mnist || name !== 'mnist') && only.split(',').some((part) => name.includes(part));
}

/** What was measured of a set, one outcome a seed. */
interface Measured {
  name: string;
  ours: Outcome[];
  theirs: Outcome[];
  peers: Peers | null;
}

/** Puts what runs a set into another checkout. @returns what takes it out again. */
function copyInto(checkout: string): () => void {
  const copy = join(checkout, COPY);
  const made = mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(join(PROJECT, FILE), copy);
  return () => rmSync(made ?? copy, { recursive: true });
}

/** A run in a process of its own. */
function outcomeOf(checkout: string, file: string, set: BenchSet, seed: number): Outcome {
  const args = [file, JSON.stringify(set), String(seed)];
  return outcome.parse(JSON.parse(execFileSync(process.execPath, args, { cwd: checkout, encoding: 'utf8' })));
}

function lineOf({ name, ours, theirs }: Measured): string[] {
  const last = ours.at(-1)!;
  return [
    name,
    sumOf(ours).toFixed(1),
    theirs.length === 0 ? '' : (sumOf(ours) / sumOf(theirs)).toFixed(2),
    ours.map(({ epochs }) => epochs).join(' '),
    `${last.rungs}, ${last.candidates}`,
    testsOf(ours),
    theirs.length === 0 ? '' : testsOf(theirs),
  ];
}

function peerLinesOf({ name, ours, peers }: Measured): string[][] {
  const [first] = ours;
  if (peers === null || first === undefined) return [];
  const { search, boosting } = peers;
  const { folds, iterations, epochs } = first.asked;
  const tried =
    search.candidates === first.candidates
      ? String(first.candidates)
      : `${search.candidates} of ${first.candidates} (out of time)`;
  return [
    [
      name,
      first.seconds.toFixed(1),
      search.seconds.toFixed(1),
      (first.seconds / search.seconds).toFixed(2),
      `${tried} × ${folds ?? 1}${iterations > 1 ? ` × ${iterations}` : ''} × ${epochs}`,
      testsOf([first]),
      search.test.toPrecision(4),
      boosting.test.toPrecision(4),
      boosting.seconds.toFixed(1),
    ],
  ];
}

function printMean(of: string, ratios: readonly number[]): void {
  if (ratios.length === 0) return;
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  console.log(`Geometric mean of the ratios ${of}: ${mean.toFixed(2)}`);
}

function sumOf(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The scores of all seeds, and the interval of the first. */
function testsOf(outcomes: readonly Outcome[]): string {
  const [first] = outcomes;
  if (first?.test == null) return 'none';
  const { metric, ci } = first.test;
  const values = outcomes.map(({ test }) => test?.value.toPrecision(4) ?? 'none');
  return `${metric} ${values.join(' ')} (${ci.map((end) => end.toPrecision(4)).join(' to ')})`;
}
