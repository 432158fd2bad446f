import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test } from 'vitest';
import { sleep } from '../../apps/cli/src/client.ts';
import { startStack } from '../../apps/cli/src/stack/stack.ts';
import { stored as storedIn } from '../fuzz/stored.ts';
import { newState } from '../new-state.ts';

const PORT = 8771;
const KILLS = 2;
/** Trainings have sent points by then, and send more. */
const BETWEEN_KILLS_MS = 2_500;
const DOWN_MS = 1_000;
/** Of the Pythons there are, the first that has what a training needs. */
const pythonWith = (module: string) =>
  ['/usr/bin/python3', 'python3'].find((python) => spawnSync(python, ['-c', `import ${module}`]).status === 0);
const CLIENT = join(import.meta.dirname, '..', '..', 'clients', 'python');
const TRAININGS = join(import.meta.dirname, 'trainings');

interface Told {
  id: string;
  points: { step: number; values: Record<string, number | string> }[];
}

/** A training that runs until it is told to stop. */
function train(python: string, script: string, folder: string, url: string) {
  const child = spawn(python, [join(TRAININGS, script)], {
    cwd: folder,
    env: { ...process.env, PYTHONPATH: `${CLIENT}:${TRAININGS}`, STEPWELL_URL: url },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const [out, errors] = [text(child.stdout), text(child.stderr)];
  return {
    pid: child.pid!,
    stop: async (): Promise<{ code: number | null; out: string; errors: string }> => {
      child.stdin.end();
      return { code: await exited, out: await out, errors: await errors };
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function stored(url: string, id: string): Promise<{ status: string; points: Told['points'] }> {
  return (await (await fetch(`${url}/api/logs/${id}/export.json`)).json()) as {
    status: string;
    points: Told['points'];
  };
}

describe('trainings that log through stepwell_log.py', () => {
  for (const [script, module] of [
    ['keras_style.py', 'numpy'],
    ['pytorch_loop.py', 'torch'],
  ] as const) {
    const python = pythonWith(module);
    // `apt-get install python3-numpy python3-torch` brings both.
    test.skipIf(python === undefined)(
      `${script}: no point is lost or doubled while the service is killed ${KILLS} times`,
      async ({ expect }) => {
        const [persistTo, folder] = [await newState(), await mkdtemp(join(tmpdir(), 'stepwell-training-'))];
        const start = () => startStack({ port: PORT, persistTo, reuse: false, quiet: true, dashboard: false });
        let stack = await start();
        try {
          const training = train(python!, script, folder, stack.url);
          for (let kill = 0; kill < KILLS; kill++) {
            await sleep(BETWEEN_KILLS_MS);
            process.kill(-stack.processGroup!, 'SIGKILL');
            await stack.ended;
            await sleep(DOWN_MS);
            stack = await start();
          }
          await sleep(BETWEEN_KILLS_MS);
          const { code, out, errors } = await training.stop();
          expect(code, errors).toBe(0);
          expect(errors).toContain("can't be reached");
          expect(errors).not.toContain('Traceback');
          const { id, points } = JSON.parse(out) as Told;
          expect(points.length).toBeGreaterThan(500);
          const after = await stored(stack.url, id);
          expect(after.status).toBe('finished');
          expect(after.points.length).toBe(points.length);
          expect(after.points).toEqual(points);
          expect(await readdir(join(folder, '.stepwell'))).toEqual([]);
        } finally {
          await stack.stop();
          for (const path of [persistTo, folder]) await rm(path, { recursive: true, force: true });
        }
      },
    );
  }

  test.skipIf(pythonWith('numpy') === undefined)(
    'what a killed training left is sent by sync, once',
    async ({ expect }) => {
      const [persistTo, folder] = [await newState(), await mkdtemp(join(tmpdir(), 'stepwell-training-'))];
      const start = () => startStack({ port: PORT, persistTo, reuse: false, quiet: true, dashboard: false });
      let stack = await start();
      try {
        const training = train(pythonWith('numpy')!, 'keras_style.py', folder, stack.url);
        await sleep(BETWEEN_KILLS_MS);
        process.kill(-stack.processGroup!, 'SIGKILL');
        await stack.ended;
        await sleep(BETWEEN_KILLS_MS);
        await training.kill();
        const [left] = await readdir(join(folder, '.stepwell'));
        expect(left).toMatch(/^run-.*\.jsonl$/);
        stack = await start();
        const sync = () =>
          execFileSync('python3', [join(CLIENT, 'stepwell_log.py'), 'sync'], { cwd: folder, stdio: 'pipe' });
        sync();
        expect(await readdir(join(folder, '.stepwell'))).toEqual([]);
        sync();
        await stack.stop();
        const { runs } = storedIn(persistTo);
        expect(runs).toHaveLength(1);
        stack = await start();
        const { points } = await stored(stack.url, runs[0]!);
        expect(points.length).toBeGreaterThan(500);
        const batches = points.filter(({ values }) => 'batch/loss' in values).map(({ step }) => step);
        expect(batches).toEqual(batches.map((_, i) => i));
      } finally {
        await stack.stop();
        for (const path of [persistTo, folder]) await rm(path, { recursive: true, force: true });
      }
    },
  );
});
