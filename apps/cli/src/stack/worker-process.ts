import { StepwellError } from '@stepwell/base/errors';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { sleep } from '../client.ts';
import { bundleWorker } from './bundle.ts';
import type { LocalWorker } from './local-worker-options.ts';
import { PROJECT, wranglerEnvironment } from './wrangler.ts';

const LOCAL_WORKER = join(import.meta.dirname, 'local-worker.ts');
const LOGS = join(PROJECT, '.stepwell');
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 10_000;

/** A local Worker in its own process group. */
export interface WorkerProcess {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  processGroup: number | null;
  /** Resolves when the process and its children have exited. */
  ended: Promise<void>;
  /** Stops the process and all its children. */
  stop(): Promise<void>;
}

/**
 * Bundles a Worker if need be, runs it in workerd on a loopback port, and waits until it listens. It ends with this process.
 *
 * @param options.port 0 by default, for one that the system picks: nothing else can take it meanwhile.
 * @param options.config a wrangler file; the project's own by default.
 * @param options.vars variables in addition to the file's.
 * @param options.script the Worker's entry file; the wrangler file's by default.
 * @throws {StepwellError} `internal` if it can't be bundled, `unreachable` if it doesn't start; the message names its log.
 */
export async function startWorker(options: {
  port?: number;
  persistTo: string;
  config?: string;
  inspectorPort?: number | undefined;
  vars?: Record<string, string> | undefined;
  script?: string | undefined;
}): Promise<WorkerProcess> {
  const { port = 0, persistTo, config = join(PROJECT, 'wrangler.toml'), inspectorPort, vars = {}, script } = options;
  const folder = await bundleWorker(config, script);
  const told: LocalWorker = { folder, config, port, inspectorPort, persistTo, vars };
  const log = openLog();
  const child = spawn(process.execPath, ['--no-warnings', LOCAL_WORKER, JSON.stringify(told)], {
    cwd: PROJECT,
    env: wranglerEnvironment(),
    // Its own process group, so workerd can be stopped with it.
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor, 'ipc'],
  });
  closeSync(log.descriptor);
  // The port is free only when the whole group has exited.
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve())).then(() => groupEnd(child));
  // Stop the group when this process exits.
  const endNow = () => endGroup(child, 'SIGKILL');
  process.once('exit', endNow);
  void ended.then(() => process.removeListener('exit', endNow));
  const stop = async () => {
    endGroup(child, 'SIGTERM');
    await Promise.race([ended, waitAtMost(STOP_TIMEOUT_MS)]);
    endGroup(child, 'SIGKILL');
  };
  const listening = new Promise<unknown>((resolve) => child.once('message', resolve));
  const url = await Promise.race([listening, ended, waitAtMost(START_TIMEOUT_MS)]);
  if (typeof url !== 'string') {
    await stop();
    throw new StepwellError('unreachable', `The local service didn't start. See its log: ${log.path}`);
  }
  renameSync(log.path, join(LOGS, `worker-${new URL(url).port}.log`));
  return { url, processGroup: child.pid ?? null, ended, stop };
}

/** Resolves after a time that doesn't keep this process from exiting. */
function waitAtMost(ms: number): Promise<void> {
  return setTimeout(ms, undefined, { ref: false });
}

/** Resolves when no process of the child's group is left, or after `STOP_TIMEOUT_MS`. */
async function groupEnd(child: ChildProcess): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (child.pid !== undefined && isAlive(-child.pid) && Date.now() < deadline) await sleep(20);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Signals the child's process group, if it still exists. */
function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has already exited.
  }
}

/** Opens a log, which gets the name of the port once that is known. */
function openLog(): { path: string; descriptor: number } {
  mkdirSync(LOGS, { recursive: true });
  const path = join(LOGS, `worker-starting-${randomUUID()}.log`);
  return { path, descriptor: openSync(path, 'w') };
}
