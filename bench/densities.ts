/**
 * Dense layers on rows of many zeros, in workerd: `npm run bench:densities`.
 *
 * Forward product and kernel gradient together, with zeros left out where `listNonzeros` says so, beside the same products
 * with all zeros in them. Both in turns; `-- --rounds N` says how often.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { interleave, median, medianRatio, slope } from './interleave.ts';
import { field } from './json.ts';
import { printTable } from './print-table.ts';
import { startServer } from './server.ts';

const LAYERS = [
  { rows: 128, inputs: 784, units: 512 },
  { rows: 32, inputs: 784, units: 64 },
  { rows: 32, inputs: 64, units: 32 },
];
const DENSITIES = [0, 10, 20, 30, 40, 50, 60, 80, 100];
const SLICE_MS = 60;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
const server = await startServer('wrangler.toml', folder);
try {
  for (const { rows, inputs, units } of LAYERS) {
    const lines: string[][] = [];
    for (const density of DENSITIES) {
      const contender = (skip: number) =>
        slope(SLICE_MS, (count) => server.time('layer', { rows, inputs, units, density, skip, count }));
      const [all = [], some = []] = await interleave([await contender(0), await contender(1)], Number(values.rounds));
      const listed = await server.ask('layer', { rows, inputs, units, density, skip: 1, count: 1 });
      lines.push([
        `${density} %`,
        median(all).toFixed(3),
        median(some).toFixed(3),
        medianRatio(some, all).toFixed(2),
        field(listed, 'leftOut') === true ? 'zeros left out' : 'all',
      ]);
    }
    printTable(
      `${rows} rows, ${inputs} inputs, ${units} units, ms`,
      ['nonzeros', 'with zeros', 'as chosen', 'ratio', 'what was chosen'],
      lines,
    );
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
