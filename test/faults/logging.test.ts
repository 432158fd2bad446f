import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { sleep } from '../../apps/cli/src/client.ts';
import { startStack, type Stack } from '../../apps/cli/src/stack/stack.ts';
import { stored as storedIn } from '../fuzz/stored.ts';
import { newState } from '../new-state.ts';

/** A service starts anew after each kill, which takes seconds: `npm run test:faults` kills it twice, and PyTorch, which is slow to load, logs too. */
const IS_LONG = process.env['STEPWELL_FAULTY_RUNS'] !== undefined;
const KILLS = IS_LONG ? 2 : 1;
/** So many more points are stored before each kill, and after the last. */
const BETWEEN_KILLS = 150;
const POLL_MS = 50;
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
  /** The run that it logs, as it says at its beginning. */
  const id = new Promise<string>((resolve) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, found] = /\/l\/(\w{22})/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    id,
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

/** Waits until the service has so many points of a run. @returns how many they are. */
async function untilStored(url: string, id: string, least: number): Promise<number> {
  for (;;) {
    const { points } = await stored(url, id);
    if (points.length >= least) return points.length;
    await sleep(POLL_MS);
  }
}

describe('trainings that log through stepwell_log.py', () => {
  let [persistTo, port, stack] = ['', 0, null! as Stack];
  const start = async () => {
    stack = await startStack({ port, persistTo, reuse: false, quiet: true, dashboard: false });
    port = Number(new URL(stack.url).port);
  };
  const kill = async () => {
    process.kill(-stack.processGroup!, 'SIGKILL');
    await stack.ended;
  };
  beforeAll(async () => {
    persistTo = await newState();
    await start();
  });
  afterAll(async () => {
    await stack.stop();
    await rm(persistTo, { recursive: true, force: true });
  });

  for (const [script, module] of [
    ['keras_style.py', 'numpy'],
    ['pytorch_loop.py', 'torch'],
  ] as const) {
    const python = pythonWith(module);
    // `apt-get install python3-numpy python3-torch` brings both.
    test.skipIf(python === undefined || (module === 'torch' && !IS_LONG))(
      `${script}: no point is lost or doubled while the service is killed ${KILLS} times`,
      async ({ expect }) => {
        const folder = await mkdtemp(join(tmpdir(), 'stepwell-training-'));
        try {
          const training = train(python!, script, folder, stack.url);
          const id = await training.id;
          let known = 0;
          for (let kills = 0; kills < KILLS; kills++) {
            known = await untilStored(stack.url, id, known + BETWEEN_KILLS);
            await kill();
            await start();
          }
          known = await untilStored(stack.url, id, known + BETWEEN_KILLS);
          const { code, out, errors } = await training.stop();
          expect(code, errors).toBe(0);
          expect(errors).toContain("can't be reached");
          expect(errors).not.toContain('Traceback');
          const told = JSON.parse(out) as Told;
          const { points } = told;
          expect(told.id).toBe(id);
          expect(points.length).toBeGreaterThanOrEqual(known);
          const after = await stored(stack.url, id);
          expect(after.status).toBe('finished');
          expect(after.points.length).toBe(points.length);
          expect(after.points).toEqual(points);
          expect(await readdir(join(folder, '.stepwell'))).toEqual([]);
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      },
    );
  }

  test.skipIf(pythonWith('numpy') === undefined)(
    'what a killed training left is sent by sync, once',
    async ({ expect }) => {
      const folder = await mkdtemp(join(tmpdir(), 'stepwell-training-'));
      try {
        const earlier = storedIn(persistTo).runs;
        const training = train(pythonWith('numpy')!, 'keras_style.py', folder, stack.url);
        const id = await training.id;
        const known = await untilStored(stack.url, id, BETWEEN_KILLS);
        await kill();
        // What it can't send it writes to a file.
        const spool = join(folder, '.stepwell');
        const [left] = await readdir(spool);
        const before = (await stat(join(spool, left!))).size;
        while ((await stat(join(spool, left!))).size <= before) await sleep(POLL_MS);
        await training.kill();
        expect(left).toMatch(/^run-.*\.jsonl$/);
        await start();
        const sync = () =>
          execFileSync('python3', [join(CLIENT, 'stepwell_log.py'), 'sync'], { cwd: folder, stdio: 'pipe' });
        sync();
        expect(await readdir(join(folder, '.stepwell'))).toEqual([]);
        sync();
        expect(storedIn(persistTo).runs.filter((run) => !earlier.includes(run))).toEqual([id]);
        const { points } = await stored(stack.url, id);
        expect(points.length).toBeGreaterThan(known);
        const batches = points.filter(({ values }) => 'batch/loss' in values).map(({ step }) => step);
        expect(batches).toEqual(batches.map((_, i) => i));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});
