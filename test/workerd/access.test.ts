import { app } from '../../apps/api/src/app.ts';
import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { createLog, takenPoints } from './logged.ts';
import { createRun, postJson, readReport, request } from './service.ts';
import { learnableCsv } from './tables.ts';
import { validBody } from './valid-body.ts';

/** Makes something new, of nobody yet: there is no key to ask for. */
const OF_NOBODY = new Set(['POST /api/datasets', 'POST /api/runs', 'POST /api/preview', 'POST /api/logs']);

/** Changes nothing, and is for whoever may read the run. */
const OF_READERS = new Set(['POST /api/runs/:id/predict']);

/** What somebody may want to change, trained here or elsewhere as the route has it, and all that can be read of it. */
async function subjectOf(route: string): Promise<{ id: string; key: string; read: () => Promise<unknown> }> {
  if (route.includes('/api/logs/')) {
    const run = await createLog();
    await takenPoints(run, 1, [{ step: 1, values: { loss: 1 } }]);
    return { ...run, read: async () => (await request(`/api/logs/${run.id}/export.json`)).json() };
  }
  const run = await createRun(learnableCsv(30), { target: ['y'], effort: 'quick' });
  return { ...run, read: () => readReport(run) };
}

/** Takes the token of who runs the service; there is nothing there where it has none. */
const OF_OPERATOR = ['POST /api/operator/doctor'];

/** Every route of a run that may change something, from the table that the service answers by. */
const CHANGING = [
  ...new Set(
    app.routes
      .filter(({ method }) => !['GET', 'HEAD', 'OPTIONS', 'ALL'].includes(method))
      .map(({ method, path }) => `${method} ${path}`),
  ),
].filter((route) => !OF_NOBODY.has(route) && !OF_READERS.has(route) && !OF_OPERATOR.includes(route));

describe("without a run's edit key", () => {
  test('the table of routes is read at all', ({ expect }) => {
    expect(CHANGING).toContain('POST /api/runs/:id/step');
    expect(CHANGING).toContain('DELETE /api/runs/:id');
    expect(CHANGING).toContain('POST /api/logs/:id/points');
    expect(CHANGING.length).toBeGreaterThanOrEqual(4);
    for (const route of CHANGING) expect(route).toContain('/:id');
  });

  for (const route of CHANGING) {
    test(`${route} changes nothing`, async ({ expect }) => {
      const run = await subjectOf(route);
      const other = await subjectOf(route);
      const before = await run.read();
      const [method = '', path = ''] = route.split(' ');
      const body = JSON.stringify(validBody(path));
      const answers = [undefined, other.key, run.key.slice(0, -1), `${run.key}x`, ''].map(async (key) => {
        const headers = {
          'content-type': 'application/json',
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        };
        return (await request(path.replace(':id', run.id), { method, headers, body })).status;
      });
      expect(await Promise.all(answers)).toEqual([401, 403, 403, 403, 401]);
      // A key in the address is none: addresses end up in logs.
      const inAddress = await request(`${path.replace(':id', run.id)}?key=${run.key}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(inAddress.status).toBe(401);
      expect(await run.read()).toEqual(before);
    });
  }
});

describe("without the operator's token", () => {
  for (const route of OF_OPERATOR) {
    test(`${route} is not there, or changes nothing`, async ({ expect }) => {
      const [method = '', path = ''] = route.split(' ');
      expect(app.routes.some((known) => known.method === method && known.path === path)).toBe(true);
      const run = await createRun(learnableCsv(30), { target: ['y'], effort: 'quick' });
      await env.OBJECTS.put('nobody/has/this', 'x');
      const ask = async (token: string | undefined, authorization: string | undefined, address = path) => {
        const headers = {
          'content-type': 'application/json',
          ...(authorization === undefined ? {} : { authorization }),
        };
        const body = JSON.stringify({ cursor: 'objects:', fix: true, olderThanSeconds: 0 });
        const bindings = { ...env, ...(token === undefined ? {} : { OPERATOR_TOKEN: token }) };
        const answer = await app.request(address, { method, headers, body }, bindings);
        const { error } = (await answer.json()) as { error?: { code: string } };
        return [answer.status, error?.code];
      };
      const token = 'correct horse'.replace(' ', '-');
      expect(await ask(undefined, `Bearer ${token}`)).toEqual([404, 'unknown_route']);
      expect(await ask('', 'Bearer ')).toEqual([404, 'unknown_route']);
      for (const none of [undefined, '', token, `Basic ${token}`, 'Bearer ', `bearer ${token}`]) {
        expect(await ask(token, none)).toEqual([401, 'unauthorized']);
      }
      expect(await ask(token, undefined, `${path}?token=${token}`)).toEqual([401, 'unauthorized']);
      for (const other of [run.key, token.slice(0, -1), `${token}x`, token.toUpperCase()]) {
        expect(await ask(token, `Bearer ${other}`)).toEqual([403, 'forbidden']);
      }
      expect(await env.OBJECTS.head('nobody/has/this')).not.toBeNull();
      expect(await ask(token, `Bearer ${token}`)).toEqual([200, undefined]);
      expect(await env.OBJECTS.head('nobody/has/this')).toBeNull();
    });
  }
});

test('no answer but the first one holds the key, nor its hash', async ({ expect }) => {
  const trained = await createRun(learnableCsv(30), { target: ['y'], effort: 'quick' });
  await postJson(`/api/runs/${trained.id}/step`, {}, trained.key);
  const logged = await createLog();
  const reads = [
    ...new Set(
      app.routes.filter(({ method, path }) => method === 'GET' && path.includes(':id')).map(({ path }) => path),
    ),
  ];
  expect(reads.length).toBeGreaterThanOrEqual(10);
  for (const path of reads.filter((path) => !['/r/:id', '/l/:id'].includes(path))) {
    const run = path.includes('/logs/') || path.startsWith('/l/') ? logged : trained;
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(run.key));
    const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const answer = await request(path.replace(':id', run.id));
    const text = await answer.text();
    expect(text.includes(run.key) || text.includes(hash), path).toBe(false);
    expect(answer.headers.get('set-cookie'), path).toBeNull();
  }
});

test('every answer says that it is data and runs nothing', async ({ expect }) => {
  const run = await createRun(learnableCsv(30), { target: ['y'], effort: 'quick' });
  for (const path of [
    `/api/runs/${run.id}`,
    `/api/runs/${run.id}/curve`,
    '/api/health',
    '/api/nothing',
    '/api/runs/x',
  ]) {
    const { headers } = await request(path);
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('content-security-policy'), path).toContain("default-src 'none'");
    expect(headers.get('referrer-policy'), path).toBe('same-origin');
    expect(headers.get('access-control-allow-origin'), path).toBeNull();
  }
});
