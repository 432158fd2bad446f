import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject, test } from 'vitest';
import type { Point } from '../../apps/cli/src/import/logged-points.ts';

const CLI = join(import.meta.dirname, '..', '..', 'apps', 'cli', 'src', 'stepwell.ts');
const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'tensorboard');

interface Stored {
  project: string;
  name: string;
  status: string;
  points: Point[];
}

test('stepwell import stores each run of a folder, and names those that can not be read', async ({ expect }) => {
  const folder = await mkdtemp(join(tmpdir(), 'stepwell-import-'));
  try {
    await mkdir(join(folder, 'a'));
    await copyFile(
      join(FIXTURES, 'runs', 'lr_0.1', 'events.out.tfevents.1'),
      join(folder, 'a', 'events.out.tfevents.1'),
    );
    await writeFile(join(folder, 'training.csv'), 'epoch,loss,val_loss\n0,0.5,nan\n1,0.25,0.5\n');
    await writeFile(join(folder, 'broken.csv'), 'nothing\n');
    const url = inject('service');
    const failure = { code: 0, stdout: '', stderr: '' };
    try {
      // While a blocking call waits, connections that the service closes would stay in use.
      await promisify(execFile)(process.execPath, [CLI, 'import', folder, '--project', 'old', '--url', url]);
    } catch (thrown) {
      Object.assign(failure, thrown);
    }
    expect(failure.code).toBe(2);
    expect(failure.stderr).toContain(
      'broken.csv: broken.csv is no CSV log: it has no line below its header. [not_a_table]',
    );
    const runs = await Promise.all(
      Array.from(failure.stdout.matchAll(/\/l\/(\w{22})/g), async ([, id]): Promise<Stored> => {
        const answer = await fetch(`${url}/api/logs/${id}/export.json`);
        return (await answer.json()) as Stored;
      }),
    );
    expect(runs.map(({ project, name, status }) => [project, name, status])).toEqual([
      ['old', 'training.csv', 'finished'],
      ['old', 'a', 'finished'],
    ]);
    expect(runs[0]!.points).toEqual([
      { step: 0, values: { loss: 0.5, val_loss: 'NaN' } },
      { step: 1, values: { loss: 0.25, val_loss: 0.5 } },
    ]);
    const expected: unknown = JSON.parse(await readFile(join(FIXTURES, 'expected.json'), 'utf8'));
    const stored = runs[1]!.points.flatMap(({ step, values }) =>
      Object.entries(values).map(([tag, value]) => [step, tag, value]),
    );
    expect(stored).toEqual(expected);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
