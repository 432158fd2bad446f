import { advance, type Task } from '@stepwell/workflow';
import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { runStep } from '../../apps/api/src/step.ts';
import { dropCachedData } from '../../apps/api/src/storage/data-caches.ts';
import { commitFitSteps, commitState } from '../../apps/api/src/storage/commits.ts';
import { loadRun, type StoredRun } from '../../apps/api/src/storage/runs.ts';
import { createRun, postJson, readReport, request, runToEnd, step, uploadCsv, type TestRun } from './service.ts';
import { keysUnder, tableNames, whereIs } from './stored.ts';
import { learnableCsv } from './tables.ts';

const SPEC = {
  target: ['y'],
  effort: 'quick' as const,
  protocol: 'hold-out' as const,
  model: { epochs: 8 },
  seed: 5,
  ignoreGate: true,
};
const BUDGET = { minibatches: 20, flops: 1e9 };

function remove(run: TestRun, key: string | null = run.key): Promise<Response> {
  const headers = new Headers(key === null ? [] : [['authorization', `Bearer ${key}`]]);
  return request(`/api/runs/${run.id}`, { method: 'DELETE', headers });
}

async function codeOf(response: Response): Promise<unknown[]> {
  return [response.status, ((await response.json()) as { error: { code: string } }).error.code];
}

async function datasetOf(run: TestRun): Promise<string> {
  return (await loadRun(env.DB, run.id)).spec.dataset;
}

describe('deleting a run', () => {
  test('leaves no row and no object of it, but the note that it was deleted', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    const { model, spec } = await runToEnd(run);
    const where = { kind: 'browser', name: 'Chromium', version: '141' };
    const check = { result: 'same', where, weights: model!.sha256, dataset: spec.dataset };
    expect((await postJson(`/api/runs/${run.id}/checks`, check, run.key)).status).toBe(201);
    await request(`/r/${run.id}/card.png`);
    const before = await whereIs(run.id);
    expect(before.tables).toEqual(['checks', 'curve_pages', 'decisions', 'fits', 'runs']);
    for (const kind of ['sketches', 'fits/', 'predictions/', 'diagnostics/', 'card/']) {
      expect(before.objects.some((key) => key.startsWith(`runs/${run.id}/${kind}`))).toBe(true);
    }
    const dataset = await datasetOf(run);
    const answer = await remove(run);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(await tableNames()).toContain('deletions');
    expect(await whereIs(run.id)).toEqual({ tables: ['deletions'], objects: [] });
    expect(await whereIs(dataset)).toEqual({ tables: [], objects: [] });
    for (const path of ['', '/curve', '/report', '/decisions', '/sketches', '/predictions']) {
      expect(await codeOf(await request(`/api/runs/${run.id}${path}`))).toEqual([404, 'unknown_run']);
    }
  });

  test('leaves a dataset that another run uses, as its rows or as its test rows', async ({ expect }) => {
    const one = await createRun(learnableCsv(41), SPEC);
    const dataset = await datasetOf(one);
    const two = await createRun(learnableCsv(41), { ...SPEC, seed: 6 });
    const other = await uploadCsv(learnableCsv(42));
    const spec = { ...SPEC, dataset: other, testDataset: dataset };
    const three = (await (await postJson('/api/runs', spec)).json()) as TestRun;
    await remove(one);
    expect(await keysUnder(`datasets/${dataset}/`)).toHaveLength(2);
    expect((await step(two)).status).toBe(200);
    await remove(two);
    expect(await keysUnder(`datasets/${dataset}/`)).toHaveLength(2);
    dropCachedData();
    expect((await step(three)).status).toBe(200);
    await remove(three);
    expect(await keysUnder(`datasets/${dataset}/`)).toEqual([]);
    expect(await keysUnder(`datasets/${other}/`)).toEqual([]);
  });

  test('touches no other run', async ({ expect }) => {
    const run = await createRun(learnableCsv(50), SPEC);
    const other = await createRun(learnableCsv(50), SPEC);
    for (let i = 0; i < 8; i++) for (const each of [run, other]) await step(each, { minibatches: 20 });
    const [rows, report] = [await whereIs(other.id), await readReport(other)];
    await remove(run);
    expect(await whereIs(other.id)).toEqual(rows);
    expect(await readReport(other)).toEqual(report);
  });

  test('takes the edit key, and a run that there is', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), SPEC);
    expect(await codeOf(await remove(run, null))).toEqual([401, 'unauthorized']);
    expect(await codeOf(await remove(run, `${run.key}x`))).toEqual([403, 'forbidden']);
    expect(await codeOf(await remove({ id: 'a'.repeat(22), key: run.key }))).toEqual([404, 'unknown_run']);
    expect(await codeOf(await remove({ id: '..%2f..', key: run.key }))).toEqual([404, 'unknown_run']);
    expect((await remove(run)).status).toBe(204);
    expect(await codeOf(await remove(run))).toEqual([404, 'unknown_run']);
    expect(await codeOf(await step(run))).toEqual([404, 'unknown_run']);
  });

  test('works for a run that this version can no longer read', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), SPEC);
    await env.DB.prepare(`UPDATE runs SET state = '{"schema":"stepwell.run/1"}' WHERE id = ?1`).bind(run.id).run();
    expect(await codeOf(await request(`/api/runs/${run.id}`))).toEqual([410, 'run_outdated']);
    expect((await remove(run)).status).toBe(204);
    expect(await whereIs(run.id)).toEqual({ tables: ['deletions'], objects: [] });
  });

  test('leaves other methods without a route', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), SPEC);
    for (const method of ['PUT', 'PATCH', 'POST']) {
      const answer = await request(`/api/runs/${run.id}`, { method, headers: { authorization: `Bearer ${run.key}` } });
      expect(await codeOf(answer)).toEqual([404, 'unknown_route']);
    }
  });
});

describe('a step that is under way while its run is deleted', () => {
  const conflict = { code: 'step_conflict', status: 409 };
  const late = (run: StoredRun) => runStep(env, run, { client: 'anonymous', budget: BUDGET });

  /** Steps a fresh run until this is what comes next; each on a dataset of its own. */
  async function runBefore(
    seed: number,
    next: (tasks: Task[], run: StoredRun) => boolean,
    minibatches = 5,
  ): Promise<TestRun> {
    const run = await createRun(learnableCsv(60, seed), SPEC);
    for (;;) {
      const loaded = await loadRun(env.DB, run.id);
      const tasks = advance(loaded.state, (fit) => loaded.fits.get(fit)?.done === true);
      if (next(tasks, loaded)) return run;
      await step(run, { minibatches });
    }
  }

  const cases: [string, (tasks: Task[], run: StoredRun) => boolean, minibatches?: number][] = [
    ['the first look at the data', ([task]) => task?.kind === 'analyse'],
    ['the first step of a fit', ([task], { fits }) => task?.kind === 'fit' && fits.size === 0],
    ['a later step of a fit', ([task], { fits }) => task?.kind === 'fit' && fits.has(task.fit.id)],
    ['the judging of fits', ([task]) => task?.kind === 'conclude', 1_000],
  ];
  cases.forEach(([name, next, minibatches], i) => {
    for (const cached of [true, false]) {
      test(`commits nothing: ${name}, with the rows ${cached ? 'in memory' : 'to be read'}`, async ({ expect }) => {
        const run = await runBefore(100 + 2 * i + (cached ? 1 : 0), next, minibatches);
        const loaded = await loadRun(env.DB, run.id);
        await remove(run);
        if (!cached) dropCachedData();
        await expect(late(loaded)).rejects.toMatchObject(conflict);
        expect((await whereIs(run.id)).tables).toEqual(['deletions']);
      });
    }
  });

  test('commits nothing where its checkpoint is gone', async ({ expect }) => {
    const run = await runBefore(120, ([task], { fits }) => task?.kind === 'fit' && fits.has(task.fit.id));
    // Of a key that this isolate never wrote it remembers nothing.
    await env.DB.prepare(`UPDATE fits SET checkpoint = checkpoint || '.elsewhere' WHERE run_id = ?1`)
      .bind(run.id)
      .run();
    const loaded = await loadRun(env.DB, run.id);
    await expect(late(loaded)).rejects.toMatchObject({ code: 'corrupt_blob' });
    await remove(run);
    await expect(late(loaded)).rejects.toMatchObject(conflict);
  });

  test('finds that neither a step of a fit nor a state can be committed', async ({ expect }) => {
    const fit = {
      position: 1,
      units: 2,
      checkpoint: 'x',
      outcome: null,
      points: [{ epoch: 1, trainLoss: 1, validationLoss: null, validationScore: null }],
      leaseBy: 'a',
      leaseUntil: 0,
    };
    const run = await createRun(learnableCsv(30), SPEC);
    const commits = async (before: number) => {
      const { committed } = await commitFitSteps(env.DB, run.id, [{ ...fit, fitId: 'rung-1/fold-0', before }]);
      return committed.has('rung-1/fold-0');
    };
    expect(await commits(1)).toBe(false);
    expect(await commits(0)).toBe(true);
    const { state } = await loadRun(env.DB, run.id);
    await remove(run);
    for (const before of [0, 1]) {
      expect(await commits(before)).toBe(false);
      expect(await commitState(env.DB, run.id, before, state, [], 0)).toBe(false);
    }
    expect((await whereIs(run.id)).tables).toEqual(['deletions']);
  });
});
