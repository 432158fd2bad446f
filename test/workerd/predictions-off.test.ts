import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
import { once } from './once.ts';
import { createRun, postJson, readReport, request, runToEnd, type TestRun } from './service.ts';
import { learnableCsv } from './tables.ts';

const SPEC = {
  target: ['y'],
  effort: 'single' as const,
  protocol: 'hold-out' as const,
  model: { units: [8], epochs: 4 },
};

/** Every route that uses a run's model, from the table that the service answers by. */
const OF_MODEL = [
  ...new Map(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && /\/:id\/(?:model|signature|predict(?!ions))/.test(path))
      .map(({ method, path }) => [`${method} ${path}`, { method, path }] as const),
  ).values(),
];

const finished = once(async () => {
  const run = await createRun(learnableCsv(120), SPEC);
  await runToEnd(run);
  const { link } = (await (await postJson(`/api/runs/${run.id}/links`, {}, run.key)).json()) as { link: string };
  return { run, link };
});

const allow = (run: TestRun, predictions: unknown, key = run.key) =>
  postJson(`/api/runs/${run.id}/access`, { predictions }, key);

/** What the routes of the model answer: status, and the code of an error. */
async function answersTo(id: string, key?: string): Promise<string[]> {
  const answers = OF_MODEL.map(async ({ method, path }) => {
    const headers = {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    };
    const body = method === 'POST' ? JSON.stringify({ rows: [{ a: 1 }] }) : null;
    const answer = await request(path.replace(':id', id), { method, headers, body });
    if (answer.ok) {
      await answer.arrayBuffer();
      return String(answer.status);
    }
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    return `${answer.status} ${error.code}`;
  });
  return [...new Set(await Promise.all(answers))];
}

describe('predictions switched off', () => {
  test('are refused to whoever has a link, and given to the key holder', async ({ expect }) => {
    const { run, link } = await finished();
    expect(OF_MODEL.map(({ path }) => path).toSorted()).toEqual(
      ['model', 'model.zip', 'predict', 'signature'].map((what) => `/api/runs/:id/${what}`),
    );
    for (const id of [run.id, link]) expect(await answersTo(id)).toEqual(['200']);
    const before = await readReport(run);
    const view = await allow(run, 'key');
    expect([view.status, await view.json()]).toEqual([200, { run: expect.objectContaining({ predictions: 'key' }) }]);
    for (const id of [run.id, link]) {
      expect(await answersTo(id)).toEqual(['403 predictions_off']);
      expect(await (await request(`/api/runs/${id}?seen=${before.run.steps}`)).json()).toMatchObject({ id });
    }
    expect(await (await request(`/api/runs/${run.id}`)).json()).toMatchObject({ predictions: 'key' });
    expect(await answersTo(run.id, run.key)).toEqual(['200']);
    expect(await answersTo(run.id, 'another')).toEqual(['403 forbidden']);
    // A link is read-only with any key, and doesn't tell whose it is.
    expect(await answersTo(link, run.key)).toEqual(['403 predictions_off']);
    expect(await answersTo(link, 'another')).toEqual(['403 predictions_off']);
    // All else is read as before.
    expect(await readReport(run)).toEqual(before);
    expect((await request(`/api/runs/${link}/predictions`)).status).toBe(200);

    expect((await allow(run, 'key')).status).toBe(200);
    const again = await allow(run, 'link');
    expect([again.status, await again.json()]).toEqual([
      200,
      { run: expect.objectContaining({ predictions: 'link' }) },
    ]);
    for (const id of [run.id, link]) {
      expect(await answersTo(id)).toEqual(['200']);
      // Which key comes along is no matter then.
      expect(await answersTo(id, 'another')).toEqual(['200']);
    }
  });

  test('can be so before there is a model', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    expect(await (await request(`/api/runs/${run.id}`)).json()).toMatchObject({ predictions: 'link' });
    expect((await allow(run, 'key')).status).toBe(200);
    expect(await answersTo(run.id)).toEqual(['403 predictions_off']);
    expect(await answersTo(run.id, run.key)).toEqual(['409 not_ready']);
    await runToEnd(run);
    expect(await answersTo(run.id)).toEqual(['403 predictions_off']);
    expect(await answersTo(run.id, run.key)).toEqual(['200']);
  });

  test('are a choice of two', async ({ expect }) => {
    const { run } = await finished();
    for (const body of [{}, [], { predictions: 'off' }, { predictions: null }, { predictions: 'key', more: 1 }]) {
      const answer = await postJson(`/api/runs/${run.id}/access`, body, run.key);
      expect(answer.status, JSON.stringify(body)).toBe(400);
    }
    // The version before leaves the column out when it stores a run.
    const { results } = await env.DB.prepare('SELECT predictions_off FROM runs WHERE id = ?1').bind(run.id).all();
    expect(results).toEqual([{ predictions_off: 0 }]);
  });
});
