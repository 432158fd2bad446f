/**
 * How much of a whole `step` request is training: `npm run bench:step`. What a training step takes: `npm run bench`.
 *
 * Times come from outside, as differences of requests that train more and fewer minibatches, the median of several
 * pairs: what a request costs beside training cancels.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, connect } from '../apps/cli/src/client.ts';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { learnableCsv } from '../test/workerd/tables.ts';

const STACK_PORT = 8794;
const PAIRS = 7;
/** As in wrangler.toml, or as given: `-- 2000`. */
const STEP_MINIBATCHES = Number(process.argv[2] ?? 10_000);
const ROWS = 500;
/** One fit lasts longer than a step. */
const EPOCHS = 2_000;
/** Steps until the first fit. */
const DECIDING = 6;
const MODELS = [
  { name: '5-16-1, batch 32', units: [16], batchSize: 32 },
  { name: '5-64-64-1, batch 16', units: [64, 64], batchSize: 16 },
  { name: '5-128-128-1, batch 32', units: [128, 128], batchSize: 32 },
];

const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
try {
  await timeRequests();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function timeRequests(): Promise<void> {
  const stack = await startStack({
    port: STACK_PORT,
    persistTo: join(folder, 'stack'),
    reuse: false,
    quiet: true,
    dashboard: false,
  });
  try {
    const client = connect(stack.url);
    const init = { body: learnableCsv(ROWS), headers: { 'content-type': 'text/csv' } };
    const { sha256 } = await ask(() => client.api.datasets.$post({ query: {} }, { init }));
    for (const { name, units, batchSize } of MODELS) {
      const request = async (minibatches: number) => {
        // A fresh run each time, taken to its first fit: every request then trains the same minibatches.
        const model = { units, batchSize, epochs: EPOCHS };
        const spec = {
          dataset: sha256,
          target: ['y'],
          effort: 'single' as const,
          protocol: 'hold-out' as const,
          model,
        };
        const { id, key } = await ask(() => client.api.runs.$post({ json: spec }));
        const step = (count: number) =>
          ask(() =>
            client.api.runs[':id'].step.$post(
              { param: { id }, json: { minibatches: count } },
              { headers: { authorization: `Bearer ${key}` } },
            ),
          );
        for (let i = 0; i < DECIDING; i++) await step(1);
        return milliseconds(() => step(minibatches));
      };
      await request(STEP_MINIBATCHES);
      const slope = await slopeOf(request, 1, STEP_MINIBATCHES);
      const whole = median(await repeat(() => request(STEP_MINIBATCHES)));
      const trained = slope * STEP_MINIBATCHES;
      const share = `${((100 * trained) / whole).toFixed(0)} %`;
      console.log(`${name}: whole ${whole.toFixed(0)} ms, of it training ${trained.toFixed(0)} ms (${share})`);
    }
  } finally {
    await stack.stop();
  }
}

/** Milliseconds one more unit takes: the median over pairs of requests of few and many. */
async function slopeOf(request: (count: number) => Promise<number>, few: number, many: number): Promise<number> {
  return median(await repeat(async () => ((await request(many)) - (await request(few))) / (many - few)));
}

async function repeat(measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let i = 0; i < PAIRS; i++) values.push(await measure());
  return values;
}

async function milliseconds(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
