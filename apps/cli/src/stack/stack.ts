import { StepwellError } from '@stepwell/base/errors';
import { mkdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startSchedule } from './schedule.ts';
import { buildDashboard, DASHBOARD } from './build-dashboard.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';
import { PROJECT, runNode, WRANGLER } from './wrangler.ts';

const DEFAULT_PORT = 8787;
/** Says where this checkout's service runs. */
const NOTE = join(PROJECT, '.stepwell', 'url');

/**
 * The only client is whoever starts it; wrangler writes every request into its own log. And a driver can only be lost with the whole service: whoever is quiet is to be
 * woken at once.
 */
const LOCAL_VARS = { LIMITS: 'off', LOG: 'off', DRIVER_QUIET_SECONDS: '5' };

/** A Stepwell service on this machine: Worker, R2, D1 and the dashboard on one loopback port. */
export interface Stack extends WorkerProcess {
  url: string;
  /** Whether this call started it; false when one was running already, which `stop` then leaves alone. */
  started: boolean;
}

/** Where and how to start. */
export interface StackOptions {
  /** Another port than 8787 or the next free one. */
  port?: number | undefined;
  /** Where R2 and D1 keep their data; the project's own by default. */
  persistTo?: string | undefined;
  /** Use the service of this checkout that already runs, and be found by the next that asks. True by default. */
  reuse?: boolean;
  quiet?: boolean;
  /** Where the isolate can be looked into, by Chrome's protocol; nowhere by default. */
  inspectorPort?: number | undefined;
  /** Serve the dashboard too, built afresh where it is stale. True by default. */
  dashboard?: boolean;
  /** Variables of the Worker, other than those of wrangler.toml. */
  vars?: Record<string, string>;
  /** Another entry of the Worker than that of wrangler.toml. */
  script?: string;
}

/**
 * Starts the service here: builds the dashboard where it is stale, applies migrations, starts workerd.
 *
 * @throws {StepwellError} `unreachable` when it does not come up; the message names its log.
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
  const url = `http://127.0.0.1:${port}`;
  const vars = { ...LOCAL_VARS, ...options.vars };
  const { inspectorPort, script } = options;
  const worker = await startWorker({ port, persistTo, inspectorPort, vars, script }, () => answers(url));
  const schedule = startSchedule(url);
  void worker.ended.then(() => schedule.stop());
  if (reuse) await writeFile(NOTE, url);
  const stop = async () => {
    schedule.stop();
    if (reuse) await rm(NOTE, { force: true });
    await worker.stop();
  };
  return { ...worker, stop, url, started: true };
}

/** @returns where a service of this checkout was last started, or null. */
async function readNote(): Promise<string | null> {
  const note = await readFile(NOTE, 'utf8').catch(() => null);
  return note !== null && /^http:\/\/127\.0\.0\.1:\d+$/.test(note) ? note : null;
}

async function migrate(persistTo: string): Promise<void> {
  await runNode(
    [WRANGLER, 'd1', 'migrations', 'apply', 'stepwell', '--local', '--persist-to', persistTo],
    'The database migrations',
  );
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

/** @returns the port asked for, which must be free; else the usual one, or one that the system picks. */
async function choosePort(asked: number | undefined): Promise<number> {
  const port = (await tryPort(asked ?? DEFAULT_PORT)) ?? (asked === undefined ? await tryPort(0) : null);
  if (port !== null) return port;
  throw new StepwellError(
    'unreachable',
    `Port ${asked ?? DEFAULT_PORT} is taken. Name another with --port, or end what uses it.`,
  );
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}
