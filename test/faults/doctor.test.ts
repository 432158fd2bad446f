import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test, vi } from 'vitest';
import { ask, connect } from '../../apps/cli/src/client.ts';
import { doctor as examine } from '../../apps/cli/src/commands/doctor.ts';
import { PROJECT, wranglerEnvironment } from '../../apps/cli/src/stack/wrangler.ts';
import { withTemporaryStack } from '../temporary-stack.ts';
import { learnableCsv } from '../workerd/tables.ts';

const TOKEN = 'the-operators-token';

/** Runs the command in this process, which is faster. */
async function doctorHere(args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const writing = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    return { code: await examine.run(args), said };
  } finally {
    writing.mockRestore();
  }
}

/** Runs the command line; resolves to its exit code and what it said. */
async function stepwell(args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(PROJECT, 'apps', 'cli', 'src', 'stepwell.ts'), ...args], {
    cwd: PROJECT,
    env: wranglerEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

test('the doctor reports and fixes findings, and sets its exit code', async ({ expect }) => {
  const options = { script: 'test/faults/faulty-worker.ts', vars: { FAULTS: '0', OPERATOR_TOKEN: TOKEN } };
  await withTemporaryStack(options, async (stack) => {
    const asked = ['--url', stack.url, '--token', TOKEN, '--at-rest'];
    const doctor = (...args: string[]) => doctorHere([...asked, ...args]);
    const client = connect(stack.url);
    const body = learnableCsv(30);
    const { sha256 } = await ask(() =>
      client.api.datasets.$post({ query: {} }, { init: { body, headers: { 'content-type': 'text/csv' } } }),
    );
    const { id } = await ask(() => client.api.runs.$post({ json: { dataset: sha256, target: ['y'] } }));
    expect(await doctor()).toEqual({ code: 0, said: 'Checked 1 runs and 3 objects: nothing to fix.\n' });

    const lost = `runs/${id}/sketches`;
    const object = (key: string) => `${stack.url}/api/faults/objects/${key}`;
    expect((await fetch(object(lost), { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(object('stray'), { method: 'PUT', body: 'x' })).status).toBe(204);

    const told = await stepwell(['doctor', ...asked]);
    expect(told.code).toBe(1);
    const lines = told.said.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^missing: ${lost}: .+$`)),
      expect.stringMatching(/^leftover: stray: .+$/),
      'Checked 1 runs and 3 objects: 2 found, 0 fixed.',
    ]);
    const fixed = await doctor('--fix');
    expect(fixed.code).toBe(0);
    expect(fixed.said.match(/^(?:missing|leftover), fixed: /gm)).toHaveLength(2);
    expect((await doctor()).code).toBe(0);

    expect(await stepwell(['doctor', '--url', stack.url])).toMatchObject({ code: 2 });
    const wrong = await stepwell(['doctor', '--url', stack.url, '--token', 'another']);
    expect(wrong).toMatchObject({ code: 4, said: expect.stringContaining('[forbidden]') });
  });
});
