import { ERROR_CODES, isErrorCode, StepwellError } from '@stepwell/base/errors';
import { env } from 'cloudflare:workers';
import { Hono } from 'hono';
import { describe, test, vi } from 'vitest';
import { answerError } from '../../apps/api/src/answer-error.ts';
import { app } from '../../apps/api/src/app.ts';
import { takeTurn } from '../../apps/api/src/durable/turn.ts';
import type { Env } from '../../apps/api/src/env.ts';
import { countBytes } from '../../apps/api/src/limits/bytes-today.ts';
import { dailyLimit } from '../../apps/api/src/limits/limits.ts';
import { requireRunsLeft } from '../../apps/api/src/limits/runs-today.ts';
import { runStep } from '../../apps/api/src/step.ts';
import { moveToBackground } from '../../apps/api/src/storage/background.ts';
import { loadRun } from '../../apps/api/src/storage/runs.ts';
import { addBytes, readBytes, readRuns, takeRun } from '../../apps/api/src/storage/usage.ts';
import { createRun, uploadCsv, type TestRun } from './service.ts';
import { learnableCsv } from './tables.ts';

const SPEC = { target: ['y'], effort: 'quick' as const };
const DAY_MS = 86_400_000;
/** One more than two of the limiter's minutes allow: one of so many is refused, wherever in a minute they begin. */
const TOO_MANY = 2 * 3 + 1;

/** The service with limits, and no day's limit but those that are given. */
function limited(more: Partial<Env>): Env {
  const none = { DAILY_BYTES: '', DAILY_RUNS: '', DAILY_STEPS: '', DAILY_RUNS_OF_ALL: '' };
  return { ...env, ...none, LIMITS: 'on', ...more };
}

type Sent = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

/** Sends a request to the limited service, from an address. */
function send(path: string, from: string | Record<string, string>, more: Partial<Env>, init: Sent = {}) {
  const headers = { ...(typeof from === 'string' ? { 'cf-connecting-ip': from } : from), ...init.headers };
  return app.request(path, { ...init, headers }, limited(more));
}

/** Statuses of that many requests, in turn. */
async function statuses(count: number, ask: (i: number) => Response | Promise<Response>): Promise<Set<number>> {
  const seen = new Set<number>();
  for (let i = 0; i < count; i++) seen.add((await ask(i)).status);
  return seen;
}

function json(body: unknown, key?: string): Sent {
  const headers = {
    'content-type': 'application/json',
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

interface Refusal {
  error: { code: string; message: string; details: { limit: number | string; used?: number; retryAfterMs: number } };
}

const rate = { CLIENT_LIMIT: env.THREE_A_MINUTE, RUN_LIMIT: env.THREE_A_MINUTE };

test('whatever says "later" says when', async ({ expect }) => {
  const refusing = new Hono()
    .get('/:code', (c) => {
      const code = c.req.param('code');
      throw new StepwellError(isErrorCode(code) ? code : 'internal', 'Later.');
    })
    .onError(answerError);
  const silent = vi.spyOn(console, 'error').mockImplementation(() => {});
  for (const [code, { status }] of Object.entries(ERROR_CODES)) {
    if (status !== 429 && status !== 503) continue;
    const answer = await refusing.request(`/${code}`);
    expect(answer.headers.get('retry-after'), code).toBe('10');
  }
  silent.mockRestore();
  expect((await refusing.request('/forbidden')).headers.get('retry-after')).toBeNull();
});

describe('requests of one client', () => {
  test('are too many at some point, on every route of the service', async ({ expect }) => {
    const paths = ['/api/health', `/r/${'a'.repeat(22)}`, '/oembed?url=x', '/api/nothing'];
    let refused: Response | null = null;
    for (let i = 0; i < TOO_MANY; i++) {
      const answer = await send(paths[i % paths.length]!, '203.0.113.1', rate);
      if (answer.status === 429) refused ??= answer;
    }
    const { error } = (await refused!.json()) as Refusal;
    expect(error).toMatchObject({ code: 'rate_limited', details: { limit: 'CLIENT_LIMIT', retryAfterMs: 60_000 } });
    expect(refused!.headers.get('retry-after')).toBe('60');
    for (const path of paths) {
      const asked = await statuses(TOO_MANY, () => send(path, `client of ${path}`, rate));
      expect(asked.has(429), path).toBe(true);
    }
  });

  test('are counted by address: of IPv6 by its network, and whatever a header says of others', async ({ expect }) => {
    const health = (from: string | Record<string, string>) => send('/api/health', from, rate);
    expect(await statuses(TOO_MANY, (i) => health(`2001:db8:9:9::${i}`))).toContain(429);
    expect(await statuses(TOO_MANY, (i) => health(`2001:db8:9:a${i}::1`))).not.toContain(429);
    expect(await statuses(TOO_MANY, (i) => health(`203.0.113.1${i}`))).not.toContain(429);
    const forwarded = (i: number) => ({ 'cf-connecting-ip': '203.0.113.2', 'x-forwarded-for': `198.51.100.${i}` });
    expect(await statuses(TOO_MANY, (i) => health(forwarded(i)))).toContain(429);
    const same = (i: number) => ({ 'cf-connecting-ip': `203.0.113.2${i}`, 'x-forwarded-for': '198.51.100.77' });
    expect(await statuses(TOO_MANY, (i) => health(same(i)))).not.toContain(429);
  });

  test('are not counted where limits are off, nor for files of the dashboard', async ({ expect }) => {
    const from = '203.0.113.3';
    expect(await statuses(TOO_MANY, () => send('/api/health', from, { ...rate, LIMITS: 'off' }))).not.toContain(429);
    expect(await statuses(TOO_MANY, () => send('/_next/some.js', from, rate))).not.toContain(429);
  });
});

describe('questions of one client', () => {
  const ask = (path: string, from: string) =>
    send(path, from, { QUESTION_LIMIT: env.THREE_A_MINUTE }, json({ dataset: 'f'.repeat(64), target: ['y'] }));

  test.for(['/api/runs', '/api/preview'])('are too many at some point: %s', async (path, { expect }) => {
    const answers = await Promise.all(Array.from({ length: TOO_MANY }, async () => ask(path, `asker of ${path}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404, 429]));
    const { error } = (await answers.find(({ status }) => status === 429)!.json()) as Refusal;
    expect(error).toMatchObject({ code: 'rate_limited', details: { limit: 'QUESTION_LIMIT', retryAfterMs: 60_000 } });
  });
});

describe('steps of one run', () => {
  const step = (id: string, key: string | undefined) =>
    send(`/api/runs/${id}/step`, '203.0.113.4', { RUN_LIMIT: env.THREE_A_MINUTE }, json({}, key));

  test('are too many at some point; those of who holds no key are not counted', async ({ expect }) => {
    const [run, other] = [await createRun(learnableCsv(30), SPEC), await createRun(learnableCsv(30), SPEC)];
    expect([...(await statuses(TOO_MANY, () => step(run.id, undefined)))]).toEqual([401]);
    expect([...(await statuses(TOO_MANY, () => step(run.id, other.key)))]).toEqual([403]);
    expect((await step(run.id, run.key)).status).toBe(200);
    let refused: Response | null = null;
    for (let i = 0; i < TOO_MANY; i++) {
      const answer = await step(run.id, run.key);
      if (answer.status === 429) refused ??= answer;
    }
    const { error } = (await refused!.json()) as Refusal;
    expect(error).toMatchObject({ code: 'rate_limited', details: { limit: 'RUN_LIMIT', retryAfterMs: 60_000 } });
    expect(refused!.headers.get('retry-after')).toBe('60');
    expect((await step(other.id, other.key)).status).toBe(200);
  });
});

describe('runs of a day', () => {
  const create = async (from: string, more: Partial<Env>) =>
    send('/api/runs', from, more, json({ dataset: await uploadCsv(learnableCsv(30)), ...SPEC }));

  test('are as many as a client may create, and no more when it asks for many at once', async ({ expect }) => {
    const from = '203.0.113.30';
    const answers = await Promise.all(Array.from({ length: 6 }, () => create(from, { DAILY_RUNS: '2' })));
    const made = answers.filter(({ status }) => status === 201);
    expect([made.length, answers.filter(({ status }) => status === 429).length]).toEqual([2, 4]);
    const refused = await create(from, { DAILY_RUNS: '2' });
    const { error } = (await refused.json()) as Refusal;
    expect(error).toMatchObject({ code: 'quota_exceeded', details: { limit: 2, used: 2 } });
    expect(error.message).toContain('2 of 2 runs');
    expect(error.message).toContain('00:00 UTC');
    expect(error.details.retryAfterMs).toBeGreaterThan(0);
    expect(error.details.retryAfterMs).toBeLessThanOrEqual(DAY_MS);
    expect(refused.headers.get('retry-after')).toBe(String(Math.ceil(error.details.retryAfterMs / 1000)));
    expect((await create('203.0.113.31', { DAILY_RUNS: '2' })).status).toBe(201);
    expect((await create(from, { DAILY_RUNS: '2', LIMITS: 'off' })).status).toBe(201);
    expect((await create(from, { DAILY_RUNS: '' })).status).toBe(201);
  });

  test('are only those that were made', async ({ expect }) => {
    const from = '203.0.113.32';
    const body = json({ dataset: await uploadCsv(learnableCsv(30)), ...SPEC, target: ['nothing'] });
    const wrong = await statuses(3, () => send('/api/runs', from, { DAILY_RUNS: '1' }, body));
    expect([...wrong]).toEqual([422]);
    expect((await create(from, { DAILY_RUNS: '1' })).status).toBe(201);
    expect((await create(from, { DAILY_RUNS: '1' })).status).toBe(429);
  });

  test('of all clients together have a limit of their own', async ({ expect }) => {
    const now = Date.UTC(2031, 0, 5);
    const day = '2031-01-05';
    const most = { own: null, all: 2 };
    expect(await takeRun(env.DB, day, 'one', most)).toBe(true);
    expect(await takeRun(env.DB, day, 'two', most)).toBe(true);
    expect(await takeRun(env.DB, day, 'three', most)).toBe(false);
    expect(await readRuns(env.DB, day, 'three')).toEqual({ own: 0, all: 2 });
    expect(await readRuns(env.DB, day, 'two')).toEqual({ own: 1, all: 2 });
    await expect(requireRunsLeft(limited({ DAILY_RUNS_OF_ALL: '2' }), 'three', now)).rejects.toMatchObject({
      code: 'quota_exceeded',
      details: { limit: 2, used: 2, retryAfterMs: DAY_MS },
    });
    expect(await takeRun(env.DB, '2031-01-06', 'three', most)).toBe(true);
  });

  test('have a limit that is a number, or none: a mistyped one is not taken for none', ({ expect }) => {
    expect(dailyLimit(limited({ DAILY_RUNS: '2e2' }), 'DAILY_RUNS')).toBe(200);
    expect(dailyLimit(limited({ DAILY_RUNS: ' ' }), 'DAILY_RUNS')).toBeNull();
    for (const wrong of ['many', '-1', '1 000']) {
      expect(() => dailyLimit(limited({ DAILY_RUNS: wrong }), 'DAILY_RUNS')).toThrow('DAILY_RUNS');
    }
  });
});

describe('bytes of a day', () => {
  const csv = learnableCsv(30);
  const upload = (from: string, limit: number, body: BodyInit, headers: Record<string, string> = {}) =>
    send(
      '/api/datasets',
      from,
      { DAILY_BYTES: String(limit) },
      {
        method: 'POST',
        headers: { 'content-type': 'text/csv', ...headers },
        body,
      },
    );
  const today = () => new Date().toISOString().slice(0, 10);
  const streamed = (text: string) => new Blob([text]).stream();

  test('are those that really came in, whatever came of them', async ({ expect }) => {
    const from = '203.0.113.50';
    expect((await upload(from, 1e6, csv)).status).toBe(201);
    expect(await readBytes(env.DB, today(), from)).toBe(csv.length);
    expect((await upload(from, 1e6, 'no table at all')).status).toBe(422);
    expect(await readBytes(env.DB, today(), from)).toBe(csv.length + 15);
  });

  test('are too many by the length that is announced, before any is read', async ({ expect }) => {
    const from = '203.0.113.51';
    const refused = await upload(from, 1000, streamed('never read'), { 'content-length': '1001' });
    expect(refused.status).toBe(429);
    const { error } = (await refused.json()) as Refusal;
    expect(error).toMatchObject({ code: 'quota_exceeded', details: { limit: 1000, used: 0 } });
    expect(refused.headers.get('retry-after')).toBe(String(Math.ceil(error.details.retryAfterMs / 1000)));
    expect(await readBytes(env.DB, today(), from)).toBe(0);
  });

  test('are too many by what comes in, with no length or with a wrong one', async ({ expect }) => {
    const from = '203.0.113.52';
    const limit = Math.round(csv.length * 1.5);
    expect((await upload(from, limit, streamed(csv))).status).toBe(201);
    for (const headers of [undefined, { 'content-length': '5' }, { 'content-length': 'none' }]) {
      const refused = await upload(from, limit, streamed(csv), headers);
      expect(refused.status).toBe(429);
      expect(await refused.json()).toMatchObject({ error: { code: 'quota_exceeded', details: { limit } } });
    }
    expect((await upload('203.0.113.53', limit, streamed(csv))).status).toBe(201);
  });

  test('are seen by uploads side by side while they come in', async ({ expect }) => {
    const now = Date.UTC(2031, 1, 1);
    const of = limited({ DAILY_BYTES: '20e6' });
    const chunks = (count: number) =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          if (count-- > 0) controller.enqueue(new Uint8Array(4_000_000));
          else controller.close();
        },
      });
    const [one, two] = [
      await countBytes(of, 'both', chunks(4), 0, now),
      await countBytes(of, 'both', chunks(4), 0, now),
    ];
    await new Response(one.body).arrayBuffer();
    await expect(new Response(two.body).arrayBuffer()).rejects.toMatchObject({ code: 'quota_exceeded' });
    await one.settle();
    await two.settle();
    // The second got no further than its first 8 MB.
    expect(await readBytes(env.DB, '2031-02-01', 'both')).toBe(24_000_000);
  });

  test('leave no address behind, and no day but the last', async ({ expect }) => {
    const addresses = ['203.0.113.60', '2001:db8:6:6::/64'];
    for (const address of addresses) expect(await addBytes(env.DB, '2032-05-01', address, 7)).toBe(7);
    expect(await addBytes(env.DB, '2032-05-01', addresses[0]!, 5)).toBe(12);
    const rows = async () => (await env.DB.prepare('SELECT * FROM usage').all()).results;
    expect(await rows()).toHaveLength(2);
    expect(JSON.stringify(await rows())).not.toMatch(/203\.0|2001:db8/);
    const before = await rows();
    await addBytes(env.DB, '2032-05-02', addresses[0]!, 1);
    const after = await rows();
    expect(after).toHaveLength(1);
    expect(before.map(({ client }) => client)).not.toContain(after[0]!['client']);
    await env.DB.prepare('DELETE FROM usage').run();
  });
});

describe('steps of a day', () => {
  const step = (run: TestRun, limit: number) =>
    send(`/api/runs/${run.id}/step`, '203.0.113.70', { DAILY_STEPS: String(limit) }, json({}, run.key));

  test('are as many as a run may take, and come back the next day', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), SPEC);
    expect([(await step(run, 2)).status, (await step(run, 2)).status]).toEqual([200, 200]);
    const refused = await step(run, 2);
    expect(refused.status).toBe(429);
    const { error } = (await refused.json()) as Refusal;
    expect(error).toMatchObject({ code: 'quota_exceeded', details: { limit: 2, used: 2 } });
    expect(error.message).toContain('2 of 2 steps');
    expect(refused.headers.get('retry-after')).toBe(String(Math.ceil(error.details.retryAfterMs / 1000)));
    expect((await loadRun(env.DB, run.id)).steps).toBe(2);
    // As if all of that had been yesterday.
    await env.DB.prepare(`UPDATE runs SET quota_day = '2026-01-01' WHERE id = ?1`).bind(run.id).run();
    expect((await step(run, 2)).status).toBe(200);
    expect((await loadRun(env.DB, run.id)).quota).toEqual({ day: new Date().toISOString().slice(0, 10), from: 2 });
    expect([(await step(run, 2)).status, (await step(run, 2)).status]).toEqual([200, 429]);
  });

  test('are counted too where another was committed first', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), SPEC);
    const service = limited({ DAILY_STEPS: '3' });
    const request = { client: 'tab', budget: { minibatches: 10, flops: 1e9 } };
    const before = await loadRun(env.DB, run.id);
    await runStep(service, before, request);
    await expect(runStep(service, before, request)).rejects.toMatchObject({ code: 'step_conflict' });
    await runStep(service, await loadRun(env.DB, run.id), request);
    const fourth = runStep(service, await loadRun(env.DB, run.id), request);
    await expect(fourth).rejects.toMatchObject({ code: 'quota_exceeded', details: { limit: 3, used: 3 } });
    expect((await loadRun(env.DB, run.id)).steps).toBe(2);
  });

  test('make the service wait that drives it', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), SPEC);
    await moveToBackground(env.DB, run.id, 0);
    const turn = () => takeTurn(limited({ DAILY_STEPS: '1' }), { runId: run.id, generation: 1 }, 'service-test');
    expect((await turn()).kind).toBe('stepped');
    const waits = await turn();
    expect(waits.kind).toBe('wait');
    if (waits.kind === 'wait') expect(waits.milliseconds).toBeLessThanOrEqual(DAY_MS);
    expect((await loadRun(env.DB, run.id)).steps).toBe(1);
  });
});
