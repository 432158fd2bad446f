import { plannedFits } from '@stepwell/workflow';
import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
import type { StepAnswer } from '../../apps/cli/src/drive.ts';
import { removeDatasets } from '../../apps/api/src/cleaning/remove-datasets.ts';
import { clean } from '../../apps/api/src/cleaning/scheduled.ts';
import type { Env } from '../../apps/api/src/env.ts';
import { claimDeletion, releaseClaims } from '../../apps/api/src/storage/dataset-claims.ts';
import { dropCachedData } from '../../apps/api/src/storage/data-caches.ts';
import { loadRun } from '../../apps/api/src/storage/runs.ts';
import { Operations } from '../../apps/api/src/storage/operations.ts';
import { createRun, postJson, request, step, uploadCsv, type TestRun } from './service.ts';
import { keysUnder, whereIs } from './stored.ts';
import { learnableCsv } from './tables.ts';
import { interrupted, watched } from './watched.ts';

const SPEC = { target: ['y'], effort: 'quick' as const, protocol: 'hold-out' as const, seed: 5 };
/** `npm run test:size` takes more. */
const ROUNDS = process.env['STEPWELL_SIZE'] === 'full' ? 12 : 5;
/** What a test writes, each once for each opening of the vault. */
const OF_TEST = ['predictions', 'diagnostics', 'model'];
const LATER = 48 * 3_600_000;
const JSON_TYPE = { 'content-type': 'application/json' };

async function codeOf(response: Response): Promise<unknown[]> {
  return [response.status, ((await response.json()) as { error: { code: string } }).error.code];
}

async function create(dataset: string, bindings: Env = env): Promise<Response> {
  return app.request(
    '/api/runs',
    { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ ...SPEC, dataset }) },
    bindings,
  );
}

async function remove(dataset: string, bindings: Env = env): Promise<number> {
  const now = Date.now() + LATER;
  return removeDatasets(bindings, [{ sha256: dataset, uploadedUntil: now }], now, new Operations(50));
}

/** What somebody waits for until it is opened. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** Which runs there are of a dataset, and which of its objects. */
async function left(dataset: string): Promise<{ runs: number; objects: number; sketches: string[] }> {
  const row = await env.DB.prepare(`SELECT count(*) AS n FROM runs WHERE json_extract(spec, '$.dataset') = ?1`)
    .bind(dataset)
    .first<{ n: number }>();
  const known = await env.DB.prepare(`SELECT id FROM runs`).all<{ id: string }>();
  const ids = new Set(known.results.map(({ id }) => id));
  const keys = await keysUnder('runs/');
  return {
    runs: row!.n,
    objects: (await keysUnder(`datasets/${dataset}/`)).length,
    sketches: keys.filter((key) => !ids.has(key.split('/')[1]!)),
  };
}

describe('a run that is made while its dataset is being deleted', () => {
  test('before it is claimed: the dataset stays', async ({ expect }) => {
    const dataset = await uploadCsv(learnableCsv(30, 41));
    expect((await create(dataset)).status).toBe(201);
    expect(await remove(dataset)).toBe(0);
    expect(await left(dataset)).toEqual({ runs: 1, objects: 2, sketches: [] });
    expect((await env.DB.prepare('SELECT * FROM condemned').all()).results).toEqual([]);
  });

  for (const operation of ['list', 'delete'] as const) {
    test(`after it is claimed, before the ${operation}: there is no run`, async ({ expect }) => {
      const dataset = await uploadCsv(learnableCsv(30, 42));
      const seen: unknown[] = [];
      const removed = await remove(
        dataset,
        interrupted(operation, async () => void seen.push(await codeOf(await create(dataset)))),
      );
      expect(removed).toBe(1);
      expect(seen).toEqual([[404, 'unknown_dataset']]);
      expect(await left(dataset)).toEqual({ runs: 0, objects: 0, sketches: [] });
    });
  }

  test('when it is gone already, but its rows were read: there is no run', async ({ expect }) => {
    const dataset = await uploadCsv(learnableCsv(30, 43));
    let removed = 0;
    // Before the sketches are put, the rows have been read and the run is not stored yet.
    const bindings = interrupted('put', async () => void (removed = await remove(dataset)));
    expect(await codeOf(await create(dataset, bindings))).toEqual([404, 'unknown_dataset']);
    expect(removed).toBe(1);
    expect(await left(dataset)).toEqual({ runs: 0, objects: 0, sketches: [] });
  });

  test('when it is gone already, and somebody has begun to upload it again', async ({ expect }) => {
    const dataset = await uploadCsv(learnableCsv(30, 44));
    const bindings = interrupted('put', async () => {
      await remove(dataset);
      await env.OBJECTS.put(`datasets/${dataset}/summary.3`, 'x');
    });
    expect(await codeOf(await create(dataset, bindings))).toEqual([404, 'unknown_dataset']);
    expect((await left(dataset)).runs).toBe(0);
  });

  test('as its test rows', async ({ expect }) => {
    const dataset = await uploadCsv(learnableCsv(30, 45));
    const testDataset = await uploadCsv(learnableCsv(30, 46));
    const post = () => postJson('/api/runs', { ...SPEC, dataset, testDataset });
    const now = Date.now();
    await claimDeletion(env.DB, [{ sha256: testDataset, uploadedUntil: now }], now);
    expect(await codeOf(await post())).toEqual([404, 'unknown_dataset']);
    expect(await left(dataset)).toEqual({ runs: 0, objects: 2, sketches: [] });
    await releaseClaims(env.DB, [testDataset], now);
    expect((await post()).status).toBe(201);
  });
});

describe('an upload of a dataset that is being deleted', () => {
  const upload = (csv: string, bindings: Env) =>
    app.request('/api/datasets', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: csv }, bindings);

  test('from after it was looked whether it is, is told to come again', async ({ expect }) => {
    const csv = learnableCsv(30, 48);
    const dataset = await uploadCsv(csv);
    const claimedAt = Date.now();
    const bindings = interrupted('put', async () => {
      await claimDeletion(env.DB, [{ sha256: dataset, uploadedUntil: claimedAt }], claimedAt);
    });
    const answer = await upload(csv, bindings);
    expect(await codeOf(answer)).toEqual([409, 'busy']);
    expect(answer.headers.get('retry-after')).toBe('1');
    await releaseClaims(env.DB, [dataset], claimedAt);
    expect((await upload(csv, env)).status).toBe(201);
  });

  for (const [put, what] of [
    [2, 'half of it'],
    [3, 'all of it'],
  ] as const) {
    test(`whose deletion has listed it before, and takes ${what}, is told to come again`, async ({ expect }) => {
      const csv = learnableCsv(30, 51 + put);
      const dataset = await uploadCsv(csv);
      const [listed, going] = [gate(), gate()];
      let removed: Promise<number> | undefined;
      let stored = 0;
      const bindings = watched(async (operation) => {
        if (operation === 'put' && ++stored === 1) {
          removed = remove(
            dataset,
            interrupted('delete', () => {
              listed.open();
              return going.opened;
            }),
          );
          await listed.opened;
        }
        // The deletion goes on before this put, or once both are done.
        if (operation === 'put' && stored === put) {
          going.open();
          await removed;
        }
      });
      expect(await codeOf(await upload(csv, bindings))).toEqual([409, 'busy']);
      going.open();
      expect(await removed).toBe(1);
      expect((await left(dataset)).objects).toBe(put === 2 ? 1 : 0);
      expect((await upload(csv, env)).status).toBe(201);
      expect((await left(dataset)).objects).toBe(2);
      expect((await create(dataset)).status).toBe(201);
    });
  }

  test('and is gone before the answer, is told to come again', async ({ expect }) => {
    const csv = learnableCsv(30, 49);
    const dataset = await uploadCsv(csv);
    const bindings = interrupted('head', async () => {
      await env.OBJECTS.delete(await keysUnder(`datasets/${dataset}/`));
    });
    expect(await codeOf(await upload(csv, bindings))).toEqual([409, 'busy']);
    expect((await upload(csv, env)).status).toBe(201);
    expect((await left(dataset)).objects).toBe(2);
  });

  test('is told to come again at once', async ({ expect }) => {
    const csv = learnableCsv(30, 47);
    const dataset = await uploadCsv(csv);
    const post = () => request('/api/datasets', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: csv });
    const seen: unknown[] = [];
    const bindings = interrupted('delete', async () => {
      const answer = await post();
      seen.push(answer.headers.get('retry-after'), ...(await codeOf(answer)));
    });
    expect(await remove(dataset, bindings)).toBe(1);
    expect(seen).toEqual(['1', 409, 'busy']);
    expect((await post()).status).toBe(201);
    expect((await create(dataset)).status).toBe(201);
  });

  test('is spared when it came first', async ({ expect }) => {
    const dataset = await uploadCsv(learnableCsv(30, 48));
    const now = Date.now();
    expect(await removeDatasets(env, [{ sha256: dataset, uploadedUntil: now - 60_000 }], now, new Operations(9))).toBe(
      0,
    );
    expect((await create(dataset)).status).toBe(201);
  });
});

test('a run that is resumed while it is cleaned keeps what its test has written', async ({ expect }) => {
  const run = await createRun(learnableCsv(30, 55), { ...SPEC, ignoreGate: true });
  const cut = watched((operation) => {
    // All objects of the test are there then, and the commit is lost.
    if (operation === 'batch' && written === OF_TEST.length) throw new Error('cut short');
    if (operation === 'put' && testing) written++;
  });
  let [written, testing] = [0, false];
  for (;;) {
    const { state, fits } = await loadRun(env.DB, run.id);
    testing = state.stage === 'test' && plannedFits(state).every(({ id }) => fits.get(id)?.done === true);
    const headers = { ...JSON_TYPE, authorization: `Bearer ${run.key}` };
    const body = JSON.stringify({ minibatches: 1_000 });
    const answer = await app.request(`/api/runs/${run.id}/step`, { method: 'POST', headers, body }, cut);
    if (!answer.ok) break;
    const { run: after } = (await answer.json()) as StepAnswer;
    // Or the run would go on without an end.
    expect(after.status).toBe('running');
  }
  expect(written).toBe(OF_TEST.length);
  expect((await keysUnder(`runs/${run.id}/`)).filter((key) => key.endsWith('/1'))).toHaveLength(OF_TEST.length);
  expect((await postJson(`/api/runs/${run.id}/stop`, {}, run.key)).status).toBe(200);
  const continues = interrupted('delete', async () => {
    expect((await postJson(`/api/runs/${run.id}/resume`, {}, run.key)).status).toBe(200);
    const answer = (await (await step(run)).json()) as StepAnswer;
    expect(answer.run.status).toBe('finished');
  });
  await clean(continues, Date.now() + LATER);
  expect((await loadRun(env.DB, run.id)).state.status).toBe('finished');
  for (const what of OF_TEST) {
    expect((await request(`/api/runs/${run.id}/${what}`)).status, what).toBe(200);
  }
});

test('a deletion that was cut short is taken up again, by nobody else before a quarter of an hour', async ({
  expect,
}) => {
  const dataset = await uploadCsv(learnableCsv(30, 49));
  const cut = interrupted('delete', () => Promise.reject(new Error('cut short')));
  const now = Date.now() + LATER;
  await expect(removeDatasets(cut, [{ sha256: dataset, uploadedUntil: now }], now, new Operations(50))).rejects.toThrow(
    'cut short',
  );
  dropCachedData();
  const never = { ...env, UPLOAD_HOURS: '' };
  expect(await clean(never, now + 899_999)).toMatchObject({ abandonedUploads: 0 });
  expect(await clean(never, now + 900_000)).toMatchObject({ abandonedUploads: 1 });
  expect(await whereIs(dataset)).toEqual({ tables: [], objects: [] });
  expect(await uploadCsv(learnableCsv(30, 49))).toBe(dataset);
});

test('whoever is first, no run is ever without its dataset', async ({ expect }) => {
  const csv = learnableCsv(30, 50);
  const told = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const answers = await Promise.all([
      ...Array.from({ length: 3 }, async () => {
        const upload = await request('/api/datasets', {
          method: 'POST',
          headers: { 'content-type': 'text/csv' },
          body: csv,
        });
        const body = (await upload.json()) as { sha256?: string };
        if (body.sha256 === undefined) return upload.status;
        const created = await create(body.sha256);
        if (!created.ok) return created.status;
        const { id, key } = (await created.json()) as TestRun;
        const gone = await request(`/api/runs/${id}`, {
          method: 'DELETE',
          headers: { authorization: `Bearer ${key}` },
        });
        return gone.status;
      }),
      clean(env, Date.now() + LATER + round).then(() => 0),
    ]);
    for (const answer of answers) told.set(String(answer), (told.get(String(answer)) ?? 0) + 1);
    // Who is still there at the end of a round must be able to take a step.
    dropCachedData();
    const run = await createRun(csv, SPEC);
    const { results } = await env.DB.prepare('SELECT id, spec FROM runs').all<{ id: string; spec: string }>();
    expect(results.map(({ id }) => id)).toContain(run.id);
    for (const { spec } of results) {
      const { dataset } = JSON.parse(spec) as { dataset: string };
      expect(await keysUnder(`datasets/${dataset}/`)).toHaveLength(2);
    }
    const headers = { authorization: `Bearer ${run.key}` };
    expect((await request(`/api/runs/${run.id}`, { method: 'DELETE', headers })).status).toBe(204);
  }
  for (const status of told.keys()) expect(['0', '204', '404', '409']).toContain(status);
  expect(told.get('204')).toBeGreaterThan(0);
});
