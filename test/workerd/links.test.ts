import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
import { dropLiveRun } from '../../apps/api/src/live/live-run.ts';
import { insertLink } from '../../apps/api/src/storage/links.ts';
import { loadRun } from '../../apps/api/src/storage/runs.ts';
import { once } from './once.ts';
import { createRun, postJson, readReport, request, runToEnd, step, type TestRun } from './service.ts';
import { learnableCsv } from './tables.ts';
import { validBody } from './valid-body.ts';

const DAY_MS = 86_400_000;
const SPEC = { target: ['y'], effort: 'quick' as const, protocol: 'hold-out' as const, seed: 7 };

const finished = once(async () => {
  const run = await createRun(learnableCsv(120), { ...SPEC, name: 'small table', model: { epochs: 12 } });
  await runToEnd(run);
  return run;
});

interface Made {
  link: string;
  url: string;
  expiresAt: number | null;
}
interface Listed {
  links: (Made & { createdAt: number; alive: boolean })[];
}

const make = async (run: TestRun, body: unknown = {}) =>
  (await (await postJson(`/api/runs/${run.id}/links`, body, run.key)).json()) as Made;
const list = async (run: TestRun) => {
  const headers = { authorization: `Bearer ${run.key}` };
  return ((await (await request(`/api/runs/${run.id}/links`, { headers })).json()) as Listed).links;
};
const revoke = (run: TestRun, link: string) =>
  request(`/api/runs/${run.id}/links/${link}`, { method: 'DELETE', headers: { authorization: `Bearer ${run.key}` } });

/** Every route that reads a run, from the table that the service answers by. */
const READS = [
  ...new Set(
    app.routes.filter(({ method, path }) => method === 'GET' && path.includes('/:id')).map(({ path }) => path),
  ),
].map((path) => (id: string) => path.replace(':id', id));
const OEMBED = (id: string) => `/oembed?url=${encodeURIComponent(`http://localhost/r/${id}`)}`;
/** The built page, which only a built dashboard has. */
const PAGE = '<!DOCTYPE html><html><head><title>Stepwell</title></head><body></body></html>';
const withPage = { ...env, ASSETS: { ...env.ASSETS, fetch: async () => new Response(PAGE) } };

/** What an answer says, headers and all, a character a byte. */
async function wholeOf(answer: Response): Promise<string> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `${answer.status} ${JSON.stringify([...answer.headers])} ${text}`;
}

describe('a further link to a run', () => {
  test('reads all that the run reads, and shows its id nowhere', async ({ expect }) => {
    const run = await finished();
    const { link, url, expiresAt } = await make(run);
    expect(link).toMatch(/^[0-9A-Za-z]{22}$/);
    expect([url, expiresAt]).toEqual([`http://localhost/r/${link}`, null]);
    expect(READS.length).toBeGreaterThanOrEqual(14);
    for (const path of [...READS, OEMBED]) {
      const answer = await request(path(link));
      const own = await request(path(run.id));
      expect(answer.status, path(':id')).toBe(own.status);
      expect(answer.headers.get('content-type'), path(':id')).toBe(own.headers.get('content-type'));
      await own.arrayBuffer();
      // A run that forecasts nothing has no forecast.
      expect(path(':id').includes('/forecast') ? [422] : [200, 401, 404], path(':id')).toContain(answer.status);
      const whole = await wholeOf(answer);
      expect(whole.includes(run.id), path(':id')).toBe(false);
      expect(whole.includes(run.key), path(':id')).toBe(false);
    }
  });

  test('shows itself where the run shows its id', async ({ expect }) => {
    const run = await finished();
    const { link, url } = await make(run);
    const [own, read] = [await readReport(run), await readReport({ ...run, id: link })];
    expect(read).toEqual({ ...own, run: { ...own.run, id: link, url } });
    expect(await (await request(`/api/runs/${link}`)).json()).toMatchObject({ id: link, status: 'finished' });
    expect(await (await request(`/api/runs/${link}/report.md`)).text()).toContain(url);
    expect(await (await request(`/r/${link}/embed`)).text()).toContain(url);
    expect(await (await request(OEMBED(link))).json()).toMatchObject({ thumbnail_url: expect.stringContaining(url) });
    for (const file of ['curve.csv', 'report.html']) {
      const { headers, body } = await request(`/api/runs/${link}/${file}`);
      expect(headers.get('content-disposition')).toContain(link);
      await body?.cancel();
    }
    const page = await (await app.request(`/r/${link}`, {}, withPage)).text();
    expect(page).toContain(`<meta property="og:url" content="${url}" />`);
    expect(page).toContain(`${url}/card.png?v=`);
    expect(page).not.toContain(run.id);
    const curve = async (id: string) => (await request(`/api/runs/${id}/curve`)).json();
    expect(await curve(link)).toEqual(await curve(run.id));
  });

  test('is kept by nobody for longer than a minute', async ({ expect }) => {
    const run = await finished();
    const { link } = await make(run);
    const { version } = (await (await request(`/api/runs/${link}`)).json()) as { version: number };
    const paths = [...READS, OEMBED].map((path) => path(link));
    for (const path of [...paths, `/r/${link}/card.png?v=1.${version}`, `/r/${link}/curve.svg?v=1.${version}`]) {
      const answer = await request(path);
      await answer.arrayBuffer();
      const kept = answer.headers.get('cache-control');
      expect([null, 'no-cache', 'no-store', 'private, max-age=60'], path).toContain(kept);
    }
    // The full pages of a curve too, which never change under the run's own link.
    const insert = env.DB.prepare('INSERT INTO curve_pages (run_id, seq, fit_id, points) VALUES (?1, ?2, ?3, ?4)');
    const points = JSON.stringify([{ epoch: 1, trainLoss: 1, validationLoss: null, validationScore: null }]);
    const pages = Array.from({ length: 401 }, (_, i) => insert.bind(run.id, 1_000_000 + i, 'rung-1/fold-0', points));
    await env.DB.batch(pages);
    // They came past the service.
    for (const id of [run.id, link]) dropLiveRun(id);
    const full = (id: string) => request(`/api/runs/${id}/curve?after=999999`);
    expect((await full(run.id)).headers.get('cache-control')).toContain('immutable');
    expect((await full(link)).headers.get('cache-control')).toBe('private, max-age=60');
    await env.DB.prepare('DELETE FROM curve_pages WHERE run_id = ?1 AND seq > 999999').bind(run.id).run();
  });

  test('changes nothing, with whatever key', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), SPEC);
    await step(run);
    const { link } = await make(run);
    const before = await readReport(run);
    const changing = app.routes.filter(
      ({ method, path }) =>
        ['POST', 'DELETE'].includes(method) && path.includes('/runs/:id') && !path.endsWith('/predict'),
    );
    expect(changing.length).toBeGreaterThanOrEqual(7);
    for (const { method, path } of [...changing, { method: 'GET', path: '/api/runs/:id/links' }]) {
      const at = path.replace(':id', link).replace(':link', link);
      const body = method === 'POST' ? JSON.stringify(validBody(path)) : null;
      for (const [key, status] of [
        [run.key, 403],
        ['another', 403],
        [null, 401],
      ] as const) {
        const headers = new Headers({ 'content-type': 'application/json' });
        if (key !== null) headers.set('authorization', `Bearer ${key}`);
        const answer = await request(at, { method, headers, body });
        expect([method, path, key, answer.status]).toEqual([method, path, key, status]);
        expect((await wholeOf(answer)).includes(run.id)).toBe(false);
      }
    }
    expect(await readReport(run)).toEqual(before);
    expect(await list(run)).toHaveLength(1);
  });

  test('leads nowhere once it was taken back, and the others still do', async ({ expect }) => {
    const run = await finished();
    const [one, other] = [await make(run), await make(run)];
    expect((await revoke(run, one.link)).status).toBe(204);
    for (const path of [...READS, OEMBED]) {
      const answer = await request(path(one.link));
      expect(answer.status, path(':id')).toBe(404);
      const whole = await wholeOf(answer);
      expect(whole.includes(run.id)).toBe(false);
      if (!['/r/:id', '/l/:id'].includes(path(':id'))) expect(whole).toContain('unknown_run');
    }
    const gone = await (await request(`/api/runs/${one.link}`)).json();
    expect(gone).toEqual(await (await request(`/api/runs/${'a'.repeat(22)}`)).json());
    expect((await revoke(run, one.link)).status).toBe(404);
    expect((await request(`/api/runs/${other.link}`)).status).toBe(200);
  });

  test('ends by itself at its hour, not before', async ({ expect }) => {
    const run = await finished();
    const { link, expiresAt } = await make(run, { days: 7 });
    const created = expiresAt! - 7 * DAY_MS;
    expect((await loadRun(env.DB, link, created)).id).toBe(run.id);
    expect((await loadRun(env.DB, link, expiresAt! - 1)).shownId).toBe(link);
    await expect(loadRun(env.DB, link, expiresAt!)).rejects.toMatchObject({ code: 'unknown_run' });
    // As if a week had gone by.
    await env.DB.prepare('UPDATE links SET expires_at = 1 WHERE link = ?1').bind(link).run();
    for (const path of [...READS, OEMBED]) {
      const answer = await request(path(link));
      await answer.arrayBuffer();
      expect(answer.status, path(':id')).toBe(404);
    }
    expect((await list(run)).find((one) => one.link === link)).toMatchObject({ expiresAt: 1, alive: false });
  });

  test('is listed for who holds the key, and taken back by no other', async ({ expect }) => {
    const [run, other] = [await createRun(learnableCsv(30), SPEC), await createRun(learnableCsv(30), SPEC)];
    const [never, week] = [await make(run), await make(run, { days: 7 })];
    const listed = await list(run);
    expect(listed.map(({ link }) => link).toSorted()).toEqual([never.link, week.link].toSorted());
    expect(listed.every(({ alive }) => alive)).toBe(true);
    for (const made of [never, week]) expect(listed).toContainEqual(expect.objectContaining(made));
    expect(await list(other)).toEqual([]);
    expect((await revoke(other, never.link)).status).toBe(404);
    expect((await request(`/api/runs/${never.link}`)).status).toBe(200);
    expect((await revoke(run, run.id)).status).toBe(404);
  });

  test('takes days from 1 to 365, and nothing else', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), SPEC);
    for (const body of [
      { days: 0 },
      { days: 366 },
      { days: 1.5 },
      { days: '7' },
      { days: null },
      { until: 1 },
      [],
      7,
    ]) {
      expect((await postJson(`/api/runs/${run.id}/links`, body, run.key)).status, JSON.stringify(body)).toBe(400);
    }
    for (const days of [1, 365]) {
      expect((await postJson(`/api/runs/${run.id}/links`, { days }, run.key)).status).toBe(201);
    }
  });

  test('is one of at most fifty that are alive, however many are asked for at once', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), SPEC);
    const now = Date.now();
    const lately = { link: 'l'.repeat(22), createdAt: now - 2 * DAY_MS, expiresAt: now - DAY_MS };
    const longAgo = { link: 'a'.repeat(22), createdAt: 1, expiresAt: 2 };
    for (const ended of [longAgo, lately]) expect(await insertLink(env.DB, run.id, ended, 50)).toBe(true);
    const answers = await Promise.all(
      Array.from({ length: 53 }, () => postJson(`/api/runs/${run.id}/links`, {}, run.key)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
    const refused = answers.find(({ status }) => status !== 201)!;
    expect(await refused.json()).toMatchObject({ error: { code: 'invalid_request' } });
    const [first] = (await list(run)).filter(({ alive }) => alive);
    await revoke(run, first!.link);
    expect((await postJson(`/api/runs/${run.id}/links`, {}, run.key)).status).toBe(201);
    const told = (await list(run)).map(({ link }) => link);
    expect([told.includes(lately.link), told.includes(longAgo.link)]).toEqual([true, false]);
  });
});
