import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { clean } from '../../apps/api/src/cleaning/scheduled.ts';
import worker from '../../apps/api/src/index.ts';
import { runStep } from '../../apps/api/src/step.ts';
import { newRunId } from '../../apps/api/src/keys.ts';
import { announceRun, deleteRunRows } from '../../apps/api/src/storage/deletions.ts';
import { getPredictions, putPredictions } from '../../apps/api/src/storage/objects.ts';
import { putDiagnostics, putSketches } from '../../apps/api/src/storage/pictures.ts';
import { loadRun } from '../../apps/api/src/storage/runs.ts';
import { createRun, postJson, request, runToEnd, step, uploadCsv, type TestRun } from './service.ts';
import { keysUnder, objectsByDataset, putAll, whereIs } from './stored.ts';
import { learnableCsv } from './tables.ts';
import { watched } from './watched.ts';

const SPEC = {
  target: ['y'],
  effort: 'quick' as const,
  protocol: 'hold-out' as const,
  model: { epochs: 8 },
  seed: 5,
  ignoreGate: true,
};
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function named(run: TestRun): Promise<string[]> {
  const { results } = await env.DB.prepare('SELECT checkpoint FROM fits WHERE run_id = ?1')
    .bind(run.id)
    .all<{ checkpoint: string }>();
  return results.map(({ checkpoint }) => checkpoint).sort();
}

/** When it is looked at again. */
async function cleanAt(run: TestRun): Promise<number | null> {
  const row = await env.DB.prepare('SELECT clean_at FROM runs WHERE id = ?1')
    .bind(run.id)
    .first<{ clean_at: number | null }>();
  return row!.clean_at;
}

async function checkpoints(run: TestRun): Promise<string[]> {
  return (await keysUnder(`runs/${run.id}/fits/`)).sort();
}

test('the clock calls it', async ({ expect }) => {
  const dataset = await uploadCsv(learnableCsv(30, 35));
  await worker.scheduled({ scheduledTime: Date.now() + 25 * HOUR }, env);
  expect(await keysUnder(`datasets/${dataset}/`)).toEqual([]);
});

describe('a run that was never stored, though something was written of it', () => {
  test('goes after an hour; one that was stored is not noted any more', async ({ expect }) => {
    const now = Date.now();
    const lost = newRunId();
    await announceRun(env.DB, lost, now);
    await putSketches(env.OBJECTS, lost, []);
    const made = await createRun(learnableCsv(40, 22), SPEC);
    const noted = await env.DB.prepare('SELECT run_id FROM deletions').all<{ run_id: string }>();
    expect(noted.results.map(({ run_id: id }) => id)).toContain(lost);
    expect(noted.results.map(({ run_id: id }) => id)).not.toContain(made.id);
    await clean(env, now + HOUR - 1);
    expect(await keysUnder(`runs/${lost}/`)).toHaveLength(1);
    await clean(env, now + HOUR);
    expect(await keysUnder(`runs/${lost}/`)).toEqual([]);
    expect(await keysUnder(`runs/${made.id}/`)).toHaveLength(1);
  });
});

describe('deleted runs', () => {
  test('go whole though the service was cut short after the first write', async ({ expect }) => {
    const run = await createRun(learnableCsv(40, 21), SPEC);
    for (let i = 0; i < 8; i++) await step(run, { minibatches: 20 });
    const { dataset } = (await loadRun(env.DB, run.id)).spec;
    const now = Date.now();
    expect(await deleteRunRows(env.DB, run.id, now)).toEqual({ runId: run.id, deletedAt: now, datasets: [dataset] });
    expect((await keysUnder(`runs/${run.id}/`)).length).toBeGreaterThan(0);
    expect(await clean(env, now)).toMatchObject({ deletedRuns: 1, deletedDatasets: 1 });
    expect(await whereIs(run.id)).toEqual({ tables: ['deletions'], objects: [] });
    expect(await keysUnder(`datasets/${dataset}/`)).toEqual([]);
    // Uploaded again, it is somebody else's, whatever was noted before.
    await uploadCsv(learnableCsv(40, 21));
    expect(await clean(env, now + 2 * HOUR)).toMatchObject({ deletedRuns: 1, deletedDatasets: 0 });
    expect(await keysUnder(`datasets/${dataset}/`)).toHaveLength(2);
    expect(await whereIs(run.id)).toEqual({ tables: [], objects: [] });
  });

  test('are looked for once more, for what a step wrote that was under way', async ({ expect }) => {
    const run = await createRun(learnableCsv(40, 22), SPEC);
    while ((await loadRun(env.DB, run.id)).fits.size === 0) await step(run, { minibatches: 5 });
    const loaded = await loadRun(env.DB, run.id);
    const headers = { authorization: `Bearer ${run.key}` };
    expect((await request(`/api/runs/${run.id}`, { method: 'DELETE', headers })).status).toBe(204);
    const late = runStep(env, loaded, { client: 'anonymous', budget: { minibatches: 5, flops: 1e9 } });
    await expect(late).rejects.toMatchObject({ code: 'step_conflict' });
    expect(await checkpoints(run)).toHaveLength(1);
    const soon = Date.now() + HOUR / 2;
    expect(await clean(env, soon)).toMatchObject({ deletedRuns: 0 });
    expect(await clean(env, soon + HOUR)).toMatchObject({ deletedRuns: 1, deletedObjects: 1 });
    expect(await whereIs(run.id)).toEqual({ tables: [], objects: [] });
  });
});

describe('what steps leave behind', () => {
  test('goes after an hour; the run ends on the same weights as one that nobody cleaned', async ({ expect }) => {
    const undisturbed = await runToEnd(await createRun(learnableCsv(60), SPEC));
    const run = await createRun(learnableCsv(60), SPEC);
    for (let i = 0; i < 12; i++) await step(run, { minibatches: 5 });
    const all = await checkpoints(run);
    expect(all.length).toBeGreaterThan((await named(run)).length);
    await clean(env, Date.now());
    expect(await checkpoints(run)).toEqual(all);
    await clean(env, Date.now() + HOUR + 1);
    expect(await checkpoints(run)).toEqual(await named(run));
    const report = await runToEnd(run, { minibatches: 40 });
    expect(report.model?.sha256).toBe(undisturbed.model?.sha256);
    expect(report.decisions).toEqual(undisturbed.decisions);
  });

  test('is not looked for again in a run that has ended, until it is opened again', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    const { tune } = await runToEnd(run, { minibatches: 40 });
    await request(`/r/${run.id}/card.png`);
    const kept = await keysUnder(`runs/${run.id}/`);
    const predictions = await getPredictions(env.OBJECTS, run.id, 1);
    // What a second opening leaves that was cut short before it was committed.
    await putPredictions(env.OBJECTS, run.id, 2, predictions);
    await putDiagnostics(env.OBJECTS, run.id, 2, {} as never);
    const at = Date.now() + 100 * DAY;
    await clean(env, at);
    const left = await keysUnder(`runs/${run.id}/`);
    // The test that repeats it writes the same keys: at no moment may they be deleted.
    const next = ['predictions/2', 'diagnostics/2'].map((name) => `runs/${run.id}/${name}`);
    const stays = [...kept.filter((key) => !key.includes('/fits/')), ...(await named(run)), ...next];
    expect(left.sort()).toEqual(stays.sort());
    expect((await request(`/api/runs/${run.id}/predictions`)).status).toBe(200);
    expect(await cleanAt(run)).toBeNull();

    const [card] = await keysUnder(`runs/${run.id}/card/`);
    expect(card).toBeDefined();
    const other = tune!.trials.find(({ id, status }) => id !== tune!.best && status !== 'diverged')!;
    await postJson(`/api/runs/${run.id}/reopen`, { trial: other.id }, run.key);
    await runToEnd(run, { minibatches: 40 });
    expect(await cleanAt(run)).not.toBeNull();
    await clean(env, at + DAY);
    expect(await cleanAt(run)).toBeNull();
    expect(await keysUnder(`runs/${run.id}/card/`)).toEqual([]);
    expect(await checkpoints(run)).toEqual(await named(run));
    expect(await keysUnder(`runs/${run.id}/predictions/`)).toHaveLength(2);
  });

  test('of a run that stands still is looked for ever more rarely', async ({ expect }) => {
    const run = await createRun(learnableCsv(30, 23), SPEC);
    const { createdAt } = await loadRun(env.DB, run.id);
    const hours = async () => Math.ceil(((await cleanAt(run))! - createdAt) / HOUR);
    const looks: number[] = [];
    for (let at = 1; at <= 1000; at = await hours()) {
      await clean({ ...env, UPLOAD_HOURS: '' }, createdAt + at * HOUR);
      looks.push(at);
    }
    expect(looks).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
    // A decision brings it back.
    await step(run);
    expect(await hours()).toBe(2);
  });
});

describe('runs that nothing changes', () => {
  test('expire where the service says so, not before, and not while they train', async ({ expect }) => {
    const old = await createRun(learnableCsv(30, 24), SPEC);
    const training = await createRun(learnableCsv(30, 25), SPEC);
    const fresh = await createRun(learnableCsv(30, 26), SPEC);
    while ((await loadRun(env.DB, training.id)).fits.size === 0) await step(training, { minibatches: 5 });
    const now = Date.now();
    await env.DB.prepare(`UPDATE runs SET updated_at = ?1 WHERE id IN (?2, ?3)`)
      .bind(now - 30 * DAY - 1, old.id, training.id)
      .run();
    const { dataset } = (await loadRun(env.DB, old.id)).spec;
    expect(await clean({ ...env, RUN_DAYS: '' }, now)).toMatchObject({ expired: 0 });
    expect(await clean({ ...env, RUN_DAYS: '31' }, now)).toMatchObject({ expired: 0 });
    expect(await clean({ ...env, RUN_DAYS: '30' }, now)).toMatchObject({ expired: 1, deletedRuns: 1 });
    expect(await whereIs(old.id)).toEqual({ tables: ['deletions'], objects: [] });
    expect(await whereIs(dataset)).toEqual({ tables: [], objects: [] });
    for (const { id } of [training, fresh]) expect((await request(`/api/runs/${id}`)).status).toBe(200);
  });
});

describe('uploads', () => {
  test('that no run was made of go after the hours that the service says', async ({ expect }) => {
    const abandoned = await uploadCsv(learnableCsv(30, 31));
    const used = await uploadCsv(learnableCsv(30, 32));
    const tested = await uploadCsv(learnableCsv(30, 33));
    const spec = { ...SPEC, dataset: used, testDataset: tested };
    expect((await postJson('/api/runs', spec)).status).toBe(201);
    const at = (hours: number) => Date.now() + hours * HOUR;
    expect(await clean({ ...env, UPLOAD_HOURS: '' }, at(1000))).toMatchObject({ abandonedUploads: 0 });
    expect(await clean({ ...env, UPLOAD_HOURS: '24' }, at(23))).toMatchObject({ abandonedUploads: 0 });
    await clean({ ...env, UPLOAD_HOURS: '24' }, at(25));
    expect(await keysUnder(`datasets/${abandoned}/`)).toEqual([]);
    for (const dataset of [used, tested]) expect(await keysUnder(`datasets/${dataset}/`)).toHaveLength(2);
    expect((await request(`/api/datasets/${abandoned}`)).status).toBe(404);
    expect(await uploadCsv(learnableCsv(30, 31))).toBe(abandoned);
    expect((await request(`/api/datasets/${abandoned}`)).status).toBe(200);
  });

  test('are walked over in bounded pieces, however many there are', async ({ expect }) => {
    const sha256s = Array.from({ length: 1_150 }, (_, i) => i.toString(16).padStart(4, '0').repeat(16));
    // The first 1,050, more than a page of them, are each used by a run, as its rows or as its test rows.
    const [used, unused] = [sha256s.slice(0, 1_050), sha256s.slice(1_050)];
    const objects = [...sha256s.map((sha256) => `${sha256}/table.2`), ...unused.map((sha256) => `${sha256}/summary.3`)];
    await putAll(objects.map((name) => `datasets/${name}`));
    await env.DB.prepare(
      `INSERT INTO runs (id, key_hash, name, spec, rows, columns, state, status, created_at, updated_at, clean_at)
       SELECT 'user-of-' || value, '', '', json_object(iif(key % 2, 'dataset', 'testDataset'), value), 0, 0, '', 'finished',
         0, 0, NULL
       FROM json_each(?1)`,
    )
      .bind(JSON.stringify(used))
      .run();
    const now = Date.now() + 25 * HOUR;
    let removed = 0;
    let calls = 0;
    while (removed < unused.length) {
      let operations = 0;
      const report = await clean(
        watched(() => void operations++),
        now + calls,
      );
      expect(operations).toBeLessThanOrEqual(200);
      removed += report.abandonedUploads;
      expect(++calls).toBeLessThan(12);
    }
    const left = await objectsByDataset();
    for (const sha256 of unused) expect(left.get(sha256)).toBeUndefined();
    for (const sha256 of used) expect(left.get(sha256)).toBe(1);
  });
});
