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
const STEP_MINIBATCHES = 2_000;

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
    const init = { body: learnableCsv(500), headers: { 'content-type': 'text/csv' } };
    const { sha256 } = await ask(() => client.api.datasets.$post({ query: {} }, { init }));
    const request = async (minibatches: number) => {
      // A fresh run each time, taken to its first fit: every request then trains the same minibatches.
      const { id, key } = await ask(() =>
        client.api.runs.$post({ json: { dataset: sha256, target: ['y'], effort: 'thorough', protocol: 'hold-out' } }),
      );
      const step = (count: number) =>
        ask(() =>
          client.api.runs[':id'].step.$post(
            { param: { id }, json: { minibatches: count } },
            { headers: { authorization: `Bearer ${key}` } },
          ),
        );
      for (let i = 0; i < 6; i++) await step(1);
      return milliseconds(() => step(minibatches));
    };
    await request(STEP_MINIBATCHES);
    const slope = await slopeOf(request, 1, STEP_MINIBATCHES);
    const whole = median(await repeat(() => request(STEP_MINIBATCHES)));
    const share = (slope * STEP_MINIBATCHES) / whole;
    console.log(`\na step request of ${STEP_MINIBATCHES} minibatches of 5-16-1 at batch 32`);
    console.log(
      `whole ${whole.toFixed(0)} ms, of it training ${(slope * STEP_MINIBATCHES).toFixed(0)} ms (${(share * 100).toFixed(0)} %)`,
    );
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
