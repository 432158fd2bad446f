import { StepwellError } from '@stepwell/base/errors';
import { mkdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { migrate } from './migrate.ts';
import { startSchedule } from './schedule.ts';
import { buildDashboard, DASHBOARD } from './build-dashboard.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';
import { PROJECT } from './wrangler.ts';

const DEFAULT_PORT = 8787;
/** File with the URL of this checkout's running service. */
const NOTE = join(PROJECT, '.stepwell', 'url');

/**
 * Variables of a local service: no rate limits, since there is one client; no log, since wrangler logs requests; and a
 * short wait for quiet drivers, so runs left in the background resume quickly after a restart;
 * and webhooks to this machine.
 */
const LOCAL_VARS = { LIMITS: 'off', LOG: 'off', DRIVER_QUIET_SECONDS: '5', WEBHOOKS: 'local' };

/** A Stepwell service on this machine: Worker, R2, D1 and the dashboard on one loopback port. */
export interface Stack extends WorkerProcess {
  /** Whether this call started the service; if false, it was already running and `stop` does nothing. */
  started: boolean;
}

/** Options of a local service. */
export interface StackOptions {
  /** The port; 0 for a free one. By default 8787, or a free one. */
  port?: number | undefined;
  /** Folder of the R2 and D1 data; the project's own by default. */
  persistTo?: string | undefined;
  /** Whether to reuse this checkout's running service, and to let later calls reuse this one. True by default. */
  reuse?: boolean;
  quiet?: boolean;
  /** Port of the DevTools inspector; none by default. */
  inspectorPort?: number | undefined;
  /** Whether to serve the dashboard, rebuilt if it's stale. True by default. */
  dashboard?: boolean;
  /** Variables of the Worker, in addition to wrangler.toml. */
  vars?: Record<string, string>;
  /** Entry file of the Worker; wrangler.toml's by default. */
  script?: string;
}

/**
 * Starts a local service: builds the dashboard if it's stale, applies migrations, starts workerd.
 *
 * @throws {StepwellError} `unreachable` if it doesn't start; the message names its log.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { persistTo = join(PROJECT, '.wrangler', 'state'), reuse = true, quiet = false, dashboard = true } = options;
  const say = (line: string) => {
    if (!quiet) process.stdout.write(`${line}\n`);
  };
  const running = reuse ? await readNote() : null;
  if (running !== null && (await answers(running))) {
    return { url: running, started: false, processGroup: null, ended: new Promise(() => {}), stop: async () => {} };
  }
  if (dashboard) await buildDashboard(say);
  else mkdirSync(DASHBOARD, { recursive: true });
  await migrate(persistTo);
  const port = await choosePort(options.port);
  const vars = { ...LOCAL_VARS, ...options.vars };
  const { inspectorPort, script } = options;
  const worker = await startWorker({ port, persistTo, inspectorPort, vars, script });
  const { url } = worker;
  const schedule = startSchedule(url);
  void worker.ended.then(() => schedule.stop());
  if (reuse) await writeFile(NOTE, url);
  const stop = async () => {
    schedule.stop();
    if (reuse) await rm(NOTE, { force: true });
    await worker.stop();
  };
  return { ...worker, stop, started: true };
}

/** @returns the URL of this checkout's last started service, or null. */
async function readNote(): Promise<string | null> {
  const note = await readFile(NOTE, 'utf8').catch(() => null);
  return note !== null && /^http:\/\/127\.0\.0\.1:\d+$/.test(note) ? note : null;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/health`);
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null && 'service' in body && body.service === 'stepwell';
  } catch {
    return false;
  }
}

/** @returns the requested port, if it's free; by default 8787, or 0 for one that the system picks. */
async function choosePort(asked: number | undefined): Promise<number> {
  if (await isFree(asked ?? DEFAULT_PORT)) return asked ?? DEFAULT_PORT;
  if (asked === undefined) return 0;
  throw new StepwellError(
    'unreachable',
    `Port ${asked} is already in use. Choose another with --port, or stop the program that uses it.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
