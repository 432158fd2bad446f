import { StepwellError } from '@stepwell/workflow/errors';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { sleep } from '../client.ts';
import { buildDashboard, DASHBOARD } from './build-dashboard.ts';
import { PROJECT, runNode, WRANGLER, wranglerEnvironment } from './wrangler.ts';

const DEFAULT_PORT = 8787;
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 10_000;

/** A Stepwell service on this machine: Worker, R2, D1 and the dashboard on one loopback port. */
export interface Stack {
  url: string;
  /** Whether this call started it; false when one was running already. */
  started: boolean;
  /** The process group, for one that this call started. */
  processGroup: number | null;
  /** Resolves when the service ends by itself. */
  ended: Promise<void>;
  /** Ends what this call started, and all its children. */
  stop(): Promise<void>;
}

/** Where and how to start. */
export interface StackOptions {
  /** Another port than 8787 or the next free one. */
  port?: number;
  /** Where R2 and D1 keep their data; the project's own by default. */
  persistTo?: string;
  /** Use a service that already answers on the default port. */
  reuse?: boolean;
  quiet?: boolean;
  /** Serve the dashboard too, built afresh where it is stale. True by default. */
  dashboard?: boolean;
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
  const usual = `http://127.0.0.1:${options.port ?? DEFAULT_PORT}`;
  if (reuse && (await answers(usual))) {
    return { url: usual, started: false, processGroup: null, ended: new Promise(() => {}), stop: async () => {} };
  }
  if (dashboard) await buildDashboard(say);
  else mkdirSync(DASHBOARD, { recursive: true });
  await migrate(persistTo);
  const port = options.port ?? (await freePort(DEFAULT_PORT));
  const url = `http://127.0.0.1:${port}`;
  const log = logFile();
  const child = spawn(
    process.execPath,
    [
      WRANGLER,
      'dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      '--inspector-port',
      '0',
      '--persist-to',
      persistTo,
      '--show-interactive-dev-session=false',
    ],
    // A group of its own, so that workerd ends with it.
    { cwd: PROJECT, env: wranglerEnvironment(), detached: true, stdio: ['ignore', log.descriptor, log.descriptor] },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // However this process ends, short of being killed: the group must not outlive it.
  const endNow = () => endGroup(child, 'SIGKILL');
  process.once('exit', endNow);
  const stop = async () => {
    process.removeListener('exit', endNow);
    endGroup(child, 'SIGTERM');
    await Promise.race([ended, sleep(STOP_TIMEOUT_MS)]);
    endGroup(child, 'SIGKILL');
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new StepwellError('unreachable', `The local service did not come up. Its log is ${log.path}.`);
    }
    await sleep(100);
  }
  return { url, started: true, processGroup: child.pid ?? null, ended, stop };
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

/** Ends the child's whole group; it is gone already when that fails. */
function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // No such group: it has ended.
  }
}

function logFile(): { path: string; descriptor: number } {
  const folder = join(PROJECT, '.stepwell');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'stack.log');
  return { path, descriptor: openSync(path, 'w') };
}

/** @returns `wanted` where it is free, else a port that the system picks. */
async function freePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
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
