import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test, vi } from 'vitest';
import { PROJECT, wranglerEnvironment } from '../../apps/cli/src/stack/wrangler.ts';
import { newState } from '../new-state.ts';

const STACK = join(PROJECT, 'apps', 'cli', 'src', 'stack', 'stack.ts');

test('a service ends when whoever started it is killed', async ({ expect }) => {
  const persistTo = await newState();
  const options = JSON.stringify({ port: 0, persistTo, reuse: false, quiet: true, dashboard: false });
  const program = `
    const { startStack } = await import(${JSON.stringify(STACK)});
    console.log((await startStack(${options})).url);`;
  const starter = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    env: wranglerEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) =>
    starter.stdout.once('data', (data) => resolve(String(data).trim())),
  );
  expect((await fetch(`${url}/api/health`)).status).toBe(200);
  starter.kill('SIGKILL');
  await vi.waitFor(() => expect(fetch(`${url}/api/health`)).rejects.toThrow('fetch failed'), { timeout: 60_000 });
  await rm(persistTo, { recursive: true, force: true });
});
