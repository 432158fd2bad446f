/**
 * Whether the time left that is shown is right: whole runs in Node, `npm run bench:time-left`. After a tenth, a quarter, a half and
 * three quarters of each run's CPU time, what was shown (at least, at most) beside what it then took. `-- --only
 * NAME,NAME` runs the sets whose names have one of these in them.
 */
import { Pace } from '@stepwell/base/pace';
import { readUpload } from '@stepwell/data/archive';
import { openRunData, workOf, type RunState } from '@stepwell/workflow';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { readFiles } from '../apps/cli/src/upload.ts';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { printTable } from './print-table.ts';
import { setsIn, type BenchSet } from './verdict/sets.ts';

const MOMENTS = [0.1, 0.25, 0.5, 0.75];
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    data: { type: 'string', default: join(PROJECT, '..', 'shared', 'data') },
    examples: { type: 'string', default: join(PROJECT, 'apps', 'web', 'public', 'examples') },
  },
});

/** The time left as shown at a moment, in seconds. */
interface Shown {
  at: number;
  least: number;
  most: number;
}

if (existsSync(options.data)) {
  await startEngine();
  const lines: string[][] = [];
  for (const set of setsIn(options.data, options.examples)) {
    const isAsked = options.only.split(',').some((part) => set.name.includes(part));
    if (isAsked && (options.only !== '' || !set.name.startsWith('mnist'))) lines.push(await measure(set));
  }
  const moments = MOMENTS.map((moment) => `at ${100 * moment} %`);
  printTable('Seconds left: shown, and taken', ['set', 'CPU seconds', ...moments], lines);
} else {
  console.error(`The data of this bench are not here: ${options.data}`);
  process.exitCode = 1;
}

async function measure({ name, files, spec }: BenchSet): Promise<string[]> {
  const { body } = await readFiles(files);
  const { table } = await readUpload(body.stream(), { part: null });
  const asked = specOf({ effort: 'standard', ...spec, seed: 0 });
  const pace = new Pace();
  const shown: Shown[] = [];
  const done = new Set<string>();
  const before = process.cpuUsage();
  const seconds = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  let state: RunState | null = null;
  const look = (): void => {
    const work = state === null ? null : workOf(state, asked, (id) => (done.has(id) ? 1 : 0));
    if (work === null) return;
    const at = seconds();
    pace.see(at, work);
    const [least, most] = pace.left(work);
    shown.push({ at, least, most });
  };
  await driveRun(openRunData(asked, table, null), {
    onState: (next) => {
      state = next;
      look();
    },
    onFit: (id) => {
      done.add(id);
      look();
    },
  });
  const all = seconds();
  const line = [name, all.toFixed(1), ...MOMENTS.map((moment) => compared(shown, moment * all, all))];
  console.log(line.join(' | '));
  return line;
}

/** What was last shown before a moment, less the time since then, beside what was left. */
function compared(shown: readonly Shown[], moment: number, all: number): string {
  const last = shown.findLast(({ at }) => at <= moment);
  if (last === undefined) return 'nothing shown';
  const [least, most] = [last.least, last.most].map((left) => Math.max(0, left - (moment - last.at)).toFixed(1));
  return `${least === most ? least : `${least} to ${most}`}, ${(all - moment).toFixed(1)}`;
}
