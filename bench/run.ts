/**
 * What training costs in workerd: `npm run bench`, with `-- --peers` beside PyTorch.
 *
 * A Worker's clock stands still while it computes, so times come from outside, as differences of requests that repeat
 * more and less. The machine may be shared: everything compared is measured in turns, ratios are taken within a turn.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CASES, type BenchCase } from './cases.ts';
import { checkLosses } from './check-losses.ts';
import { benchFreePlan } from './free-plan.ts';
import { parseOptions, USAGE, type BenchOptions } from './options.ts';
import { startPeers, type Peers } from './peers.ts';
import { multiplyInNode } from './products-in-node.ts';
import { benchProducts } from './products.ts';
import { startServer, type BenchServer } from './server.ts';
import { printSteps, timeCase, type StepRow, type Trainers } from './steps.ts';

/** Bytes in front of the images of an idx3 file. */
const IDX3_HEADER = 16;

/** What must be ended, last started first. */
const toStop: (() => unknown)[] = [];

try {
  const options = readOptions();
  if (options !== null) await bench(options);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
} finally {
  for (const stop of toStop.toReversed()) await stop();
}

function readOptions(): BenchOptions | null {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (cause) {
    console.error(`${cause instanceof Error ? cause.message : String(cause)}\n\n${USAGE}`);
    process.exitCode = 1;
    return null;
  }
}

async function bench({ peers: withPeers, json, caseName, rounds, pixels, products }: BenchOptions): Promise<void> {
  const peers: Peers | null = withPeers ? await startPeers() : null;
  if (peers !== null) toStop.push(() => peers.stop());
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
  toStop.push(() => rmSync(folder, { recursive: true, force: true }));
  const start = async (config: string): Promise<BenchServer> => {
    const server = await startServer(config, join(folder, config));
    toStop.push(() => server.stop());
    return server;
  };
  const trainers: Trainers = {
    ours: await start('wrangler.toml'),
    stock: await start('wrangler-stock.toml'),
    peers,
  };
  if (pixels === null) console.log('Without a file of images (--pixels), the cases of pixels are left out.');
  else await sendPixels(pixels, trainers);
  const wanted = (one: BenchCase) =>
    !products && (caseName === null || one.name === caseName) && (pixels !== null || !one.pixels);
  const cases = CASES.filter(wanted);
  const rows: StepRow[] = [];
  for (const one of cases) {
    await checkLosses(one, trainers);
    rows.push(await timeCase(one, trainers, rounds));
  }
  if (!products) printSteps(rows, withPeers);
  if (json !== null) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
  if (caseName !== null) return;
  await benchProducts('in workerd', trainers.ours, rounds);
  if (!products) await benchFreePlan(trainers.ours, rounds);
  // Last: it keeps this process from its connections.
  await benchProducts('in Node', await multiplyInNode(), rounds);
}

/** Gives all trainers the images that the cases of pixels take. */
async function sendPixels(file: string, { ours, stock, peers }: Trainers): Promise<void> {
  const needed = Math.max(...CASES.map(({ pixels, batchSize, inputs }) => (pixels ? batchSize * inputs : 0)));
  const bytes = new Uint8Array(gunzipSync(readFileSync(file)).subarray(IDX3_HEADER, IDX3_HEADER + needed));
  for (const server of [ours, stock]) await server.send('pixels', bytes);
  await peers?.setPixels(bytes);
}
