// How long whole runs of the example datasets take, and what their preview estimates:
// node bench/run-time.ts [--effort quick] [cars.csv ...]
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Effort } from '@stepwell/workflow/question';
import { ask, connect } from '../apps/cli/src/client.ts';
import { drive } from '../apps/cli/src/drive.ts';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { upload } from '../apps/cli/src/upload.ts';
import { printTable } from './print-table.ts';

const EXAMPLES = join(PROJECT, 'apps/web/public/examples');
const PORT = 8798;
const EFFORTS: readonly Effort[] = ['quick', 'standard', 'thorough'];

const OPTIONS = { client: 'bench', minibatches: undefined, onLimited: () => {}, onLost: () => {} };

const { values, positionals } = parseArgs({
  options: { effort: { type: 'string', default: 'quick' } },
  allowPositionals: true,
});
const effort = EFFORTS.find((name) => name === values.effort);
if (effort === undefined) throw new Error(`Unknown effort "${values.effort}". Use one of ${EFFORTS.join(', ')}.`);

const examples: { file: string; name: string; target: string }[] = JSON.parse(
  await readFile(join(EXAMPLES, 'examples.json'), 'utf8'),
);
const folder = await mkdtemp(join(tmpdir(), 'stepwell-run-time-'));
const stack = await startStack({ persistTo: folder, port: PORT, reuse: false, quiet: true, dashboard: false });
const rows: string[][] = [];
try {
  const client = connect(stack.url);
  for (const { file, name, target } of examples) {
    if (positionals.length > 0 && !positionals.includes(file)) continue;
    const { sha256 } = await upload(client, join(EXAMPLES, file));
    const spec = { dataset: sha256, name, target: [target], effort };
    const { price } = await ask(() => client.api.preview.$post({ json: spec }));
    const run = await ask(() => client.api.runs.$post({ json: spec }));
    const start = performance.now();
    const fits = new Set<string>();
    let steps = 0;
    for await (const { did } of drive(client, run, OPTIONS)) {
      steps++;
      if (did?.kind === 'fit' && did.fit !== null) fits.add(did.fit);
    }
    const seconds = (performance.now() - start) / 1000;
    rows.push([
      file,
      `${fits.size} / ${price.fits}`,
      `${steps} / ${price.steps}`,
      seconds.toFixed(1),
      price.seconds.toFixed(1),
      (price.seconds / seconds).toFixed(2),
    ]);
    console.log(rows.at(-1)!.join(' '));
  }
} finally {
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}
printTable(`Whole runs, ${effort}`, ['dataset', 'fits / at most', 'steps / at most', 's', 'estimate', 'ratio'], rows);
