/**
 * How long a local service takes to start, beside `wrangler dev` of the same Worker: `npm run bench:start-service`.
 * CPU time is that of all its processes when it first answers. The dashboard is left out; the bundle is there already.
 */
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorker } from '../apps/cli/src/stack/bundle.ts';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { PROJECT, WRANGLER, wranglerEnvironment } from '../apps/cli/src/stack/wrangler.ts';
import { freePort } from './free-port.ts';
import { newState } from '../test/new-state.ts';
import { median, medianRatio } from './interleave.ts';
import { cpuOfGroup } from './process-time.ts';

const STARTS = 7;

interface Start {
  wallMs: number;
  cpuMs: number;
}

async function ours(persistTo: string): Promise<Start> {
  const from = performance.now();
  const stack = await startStack({ port: 0, persistTo, reuse: false, quiet: true, dashboard: false });
  const start = { wallMs: performance.now() - from, cpuMs: cpuOfGroup(stack.processGroup) };
  await stack.stop();
  return start;
}

async function wranglers(persistTo: string): Promise<Start> {
  const port = await freePort();
  const from = performance.now();
  const child = spawn(
    process.execPath,
    [WRANGLER, 'dev', '--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0', '--persist-to', persistTo],
    { cwd: PROJECT, env: wranglerEnvironment(), detached: true, stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  while ((await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null))?.ok !== true) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const start = { wallMs: performance.now() - from, cpuMs: cpuOfGroup(child.pid ?? null) };
  process.kill(-(child.pid ?? 0), 'SIGTERM');
  await ended;
  return start;
}

const persistTo = await newState();
await bundleWorker(join(PROJECT, 'wrangler.toml'));
const starts: { ours: Start; theirs: Start }[] = [];
for (let round = 0; round < STARTS; round += 1) {
  starts.push({ ours: await ours(persistTo), theirs: await wranglers(persistTo) });
}
await rm(persistTo, { recursive: true, force: true });
for (const [name, of] of [
  ['wall time', (start: Start) => start.wallMs],
  ['CPU time', (start: Start) => start.cpuMs],
] as const) {
  const [mine, theirs] = [starts.map((pair) => of(pair.ours)), starts.map((pair) => of(pair.theirs))];
  const seconds = [mine, theirs].map((times) => `${(median(times) / 1000).toFixed(1)} s`).join(' beside ');
  console.log(
    `${name}: ${seconds}, ${medianRatio(mine, theirs).toFixed(2)} (median of ${STARTS} starts each, in turns)`,
  );
}
