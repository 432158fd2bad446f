import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, inject, test } from 'vitest';
import type { Point } from '../../apps/cli/src/import/logged-points.ts';

const CLIENT = join(import.meta.dirname, '..', '..', 'clients', 'python');
const TRAININGS = join(import.meta.dirname, 'trainings');
const PYTHON = ['/usr/bin/python3', 'python3'].find((python) => spawnSync(python, ['-c', 'import numpy']).status === 0);

async function run(url: string, folder: string): Promise<{ code: number | null; out: string; errors: string }> {
  const child = spawn(PYTHON!, [join(TRAININGS, 'hostile_values.py'), folder], {
    env: { ...process.env, PYTHONPATH: CLIENT, STEPWELL_URL: url },
  });
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await exited, out, errors };
}

describe.skipIf(PYTHON === undefined)('stepwell_log.py, given what it should not be,', () => {
  test('logs the numbers among it, raises nothing, and says once what it left out', async ({ expect }) => {
    const folder = await mkdtemp(join(tmpdir(), 'stepwell-hostile-'));
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    try {
      const url = inject('service');
      // The second can't write its folder, and keeps everything in memory.
      for (const spool of [join(folder, 'spool'), join(file, 'spool')]) {
        const { code, out, errors } = await run(url, spool);
        expect([code, errors.includes('Traceback')], errors).toEqual([0, false]);
        const { id } = JSON.parse(out) as { id: string };
        const answer = await fetch(`${url}/api/logs/${id}/export.json`);
        const stored = (await answer.json()) as {
          project: string;
          status: string;
          config: Record<string, unknown>;
          metrics: string[];
          points: Point[];
        };
        expect([stored.project, stored.status]).toEqual(['hostileproject', 'finished']);
        expect(stored.config).toMatchObject({ lr: 0.5, nan: 'NaN', odd: 'fails', items: [1, [2]], text: 'ab' });
        expect(stored.config).not.toHaveProperty('huge');
        const [first, second, third] = stored.points;
        expect(first).toEqual({
          step: 0,
          values: { nan: 'NaN', inf: 'Infinity', minus: '-Infinity', zero: 0, big: 1e308, tiny: 5e-324 },
        });
        expect(second).toEqual({ step: 1, values: { one: 7, flag: 1 } });
        expect(third!.values).toEqual({ ab: 1, ['x'.repeat(200)]: 4, '5': 6, 'nested.deep.er': 1, '😀': 8 });
        expect(stored.points.find(({ values }) => 'held' in values)?.values).toEqual({ held: 1, with: 2 });
        const steps = stored.points.filter(({ values }) => 'step' in values);
        expect(steps.map(({ step, values }) => [step, values['step']])).toEqual([
          [10, 1],
          [10, 2],
          [11, 3],
          [12, 4],
          [51, 5],
          [3, 6],
        ]);
        expect(stored.metrics).toHaveLength(1_000);
        expect(stored.metrics).not.toContain('late');
        for (const said of ['further names are left out', '"text" is left out', 'config is too large']) {
          expect(errors.split(said).length - 1, said).toBe(1);
        }
      }
      expect(await readdir(join(folder, 'spool'))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('ends in its time where nothing listens, and keeps what it has for later', async ({ expect }) => {
    const folder = await mkdtemp(join(tmpdir(), 'stepwell-hostile-'));
    try {
      // Nothing listens on the discard port.
      const { code, errors } = await run('http://127.0.0.1:9', folder);
      expect([code, errors.includes('Traceback')], errors).toEqual([0, false]);
      expect(errors).toContain("can't be reached");
      expect(errors).toContain('stepwell_log.py sync');
      expect(await readdir(folder)).toEqual([expect.stringMatching(/^run-.*\.jsonl$/)]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
