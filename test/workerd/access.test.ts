import { app } from '../../apps/api/src/app.ts';
import { describe, test } from 'vitest';
import { createRun, postJson, readReport, request } from './service.ts';
import { learnableCsv } from './tables.ts';

/** Makes something new, of nobody yet: there is no key to ask for. */
const OF_NOBODY = new Set(['POST /api/datasets', 'POST /api/runs', 'POST /api/runs/preview']);

/** Every route that may change something, from the table that the service answers by. */
const CHANGING = [
  ...new Set(
    app.routes
      .filter(({ method }) => !['GET', 'HEAD', 'OPTIONS', 'ALL'].includes(method))
      .map(({ method, path }) => `${method} ${path}`),
  ),
].filter((route) => !OF_NOBODY.has(route));

describe("without a run's edit key", () => {
  test('the table of routes is read at all', ({ expect }) => {
    expect(CHANGING).toContain('POST /api/runs/:id/step');
    expect(CHANGING.length).toBeGreaterThanOrEqual(4);
    for (const route of CHANGING) expect(route).toContain('/:id');
  });

  for (const route of CHANGING) {
    test(`${route} changes nothing`, async ({ expect }) => {
      const run = await createRun(learnableCsv(30), { target: ['y'], effort: 'quick' });
      const other = await createRun(learnableCsv(30), { target: ['y'], effort: 'quick' });
      const before = await readReport(run);
      const [method = '', path = ''] = route.split(' ');
      const body = JSON.stringify(path.endsWith('/reopen') ? { trial: 'tune-1' } : {});
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
      expect(await readReport(run)).toEqual(before);
    });
  }
});

test('no answer but the first one holds the key, nor its hash', async ({ expect }) => {
  const run = await createRun(learnableCsv(30), { target: ['y'], effort: 'quick' });
  await postJson(`/api/runs/${run.id}/step`, {}, run.key);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(run.key));
  const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const reads = [
    ...new Set(
      app.routes.filter(({ method, path }) => method === 'GET' && path.includes(':id')).map(({ path }) => path),
    ),
  ];
  expect(reads.length).toBeGreaterThanOrEqual(10);
  for (const path of reads.filter((path) => path !== '/r/:id')) {
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
