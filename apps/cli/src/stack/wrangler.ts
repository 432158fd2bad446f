import { StepwellError } from '@stepwell/base/errors';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root. */
export const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Wrangler's entry file, to run with this Node. */
export const WRANGLER = join(
  dirname(createRequire(import.meta.url).resolve('wrangler/package.json')),
  'bin',
  'wrangler.js',
);

/** Where Node keeps compiled modules between starts, this process's and wrangler's: its own default place. */
export const COMPILE_CACHE = process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'node-compile-cache');

/** @returns environment variables that keep wrangler offline and non-interactive. */
export function wranglerEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CI: '1',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_SEND_ERROR_REPORTS: 'false',
    NEXT_TELEMETRY_DISABLED: '1',
  };
}

/**
 * Runs a Node program in the project's root until it exits.
 *
 * @param what names it in the error message.
 * @throws {StepwellError} `internal` with the end of its output if it fails.
 */
export async function runNode(args: string[], what: string, cwd = PROJECT): Promise<void> {
  const child = spawn(process.execPath, args, { cwd, env: wranglerEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new StepwellError('internal', `${what} failed:\n${output.slice(-2_000)}`);
}
