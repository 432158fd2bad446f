import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, test, vi } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
import type { Env } from '../../apps/api/src/env.ts';

/** A table whose names and cells are told from anything else that a line may hold. */
const CSV = ['zebracolumn,quaggacolumn,okapicolumn']
  .concat(Array.from({ length: 60 }, (_, i) => `${i}.7731,wombatcell${i % 2},${3 * i}.4417`))
  .join('\n');
const OF_DATA = /zebra|quagga|okapi|wombat|\.7731|\.4417|kakapo/;

let lines: string[];
let faults: string[];
beforeEach(() => {
  lines = [];
  faults = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void faults.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function ask(path: string, init: RequestInit = {}, more: Partial<Env> = {}): Promise<Response> {
  return app.request(path, init, { ...env, LOG: 'on', ...more });
}
const post = (path: string, body: unknown, key?: string, more: Partial<Env> = {}) => {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
  return ask(path, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) }, more);
};
const upload = (body: string) =>
  ask('/api/datasets', { method: 'POST', headers: { 'content-type': 'text/csv' }, body });
const last = () => JSON.parse(lines.at(-1)!) as Record<string, unknown>;

async function newRun(): Promise<{ id: string; key: string }> {
  const { sha256 } = (await (await upload(CSV)).json()) as { sha256: string };
  const spec = { dataset: sha256, target: ['okapicolumn'], name: 'kakapotable', effort: 'quick' };
  return (await (await post('/api/runs', spec)).json()) as { id: string; key: string };
}

describe('a line of the log', () => {
  test('says of each request what was asked and what came of it', async ({ expect }) => {
    const run = await newRun();
    expect(lines).toHaveLength(2);
    await post(`/api/runs/${run.id}/step`, {}, run.key);
    expect(last()).toEqual({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      method: 'POST',
      route: '/api/runs/:id/step',
      run: run.id,
      step: 1,
      status: 200,
      ms: expect.any(Number),
    });
    await post(`/api/runs/${run.id}/step`, { expect: 0 }, run.key);
    expect(last()).toMatchObject({ route: '/api/runs/:id/step', run: run.id, code: 'stale_step', status: 409 });
    expect(last()).not.toHaveProperty('step');
    await ask(`/r/${run.id}/curve.svg?theme=dark`);
    expect(last()).toMatchObject({ method: 'GET', route: '/r/:id/curve.svg', run: run.id, status: 200 });
    await ask('/api/nothing/kakapo');
    expect(last()).toMatchObject({ route: '/api/*', code: 'unknown_route', status: 404 });
  });

  test('is one for each request, refused ones too; none for files, and none where it is off', async ({ expect }) => {
    const limits = { LIMITS: 'on', CLIENT_LIMIT: env.THREE_A_MINUTE };
    const id = 'a'.repeat(22);
    for (let i = 0; i < 7; i++) await ask(`/api/runs/${id}`, {}, limits);
    expect(lines).toHaveLength(7);
    // One more than two minutes allow: one is refused.
    const refused = lines.find((line) => line.includes('rate_limited'));
    expect(JSON.parse(refused!)).toMatchObject({ route: '/api/runs/:id', run: id, status: 429 });
    await ask('/_next/static/file.js');
    await ask('/');
    await ask('/api/health', {}, { LOG: 'off' });
    expect(lines).toHaveLength(7);
  });

  test('never holds a key, its hash, a query, a name or a cell', async ({ expect }) => {
    const run = await newRun();
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(run.key));
    const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    for (let status = 'running'; status === 'running';) {
      const answer = await post(`/api/runs/${run.id}/step`, {}, run.key);
      ({ status } = ((await answer.json()) as { run: { status: string } }).run);
    }
    for (const { method, path } of app.routes) {
      if (method === 'GET' && path.includes('/:id')) await (await ask(path.replace(':id', run.id))).arrayBuffer();
    }
    // What people send by mistake, and what bad input is told with.
    await ask(`/api/runs/${run.key}`);
    await ask(`/api/runs/${run.id}?key=${run.key}`);
    await ask(`/api/runs/${run.id}/wombatcell`);
    await post(`/api/runs/${run.id}/step`, {}, `${run.key}x`);
    await post(`/api/runs/${run.id}/step?key=${run.key}`, '{"wombatcell', run.key);
    await post('/api/runs', { dataset: 'wombatcell', target: ['zebracolumn'] });
    await post('/api/preview', { dataset: 'a'.repeat(64), target: ['zebracolumn'], drop: [7] });
    await upload(`${CSV}\nwombatcell,too,many,cells`);
    await upload(CSV.replace('1.7731', '"wombatcell'));
    await ask(`/oembed?url=${run.key}`);
    expect(lines.length).toBeGreaterThan(40);
    for (const line of [...lines, ...faults]) {
      expect(line).not.toContain(run.key);
      expect(line).not.toContain(hash);
      expect(line).not.toMatch(OF_DATA);
      expect(line).not.toMatch(/[?]|theme|key=/);
    }
    expect(faults).toEqual([]);
    const names = new Set(lines.flatMap((line) => Object.keys(JSON.parse(line) as object)));
    expect([...names].toSorted()).toEqual(['at', 'code', 'method', 'ms', 'route', 'run', 'status', 'step']);
  });
});

describe('a fault of ours', () => {
  test('is written down without what it quotes', async ({ expect }) => {
    const run = await newRun();
    await env.DB.prepare(`UPDATE runs SET state = 'wombatcell' WHERE id = ?1`).bind(run.id).run();
    const answer = await ask(`/api/runs/${run.id}`);
    expect(answer.status).toBe(500);
    expect(last()).toMatchObject({ route: '/api/runs/:id', run: run.id, code: 'internal', status: 500 });
    expect(faults).toHaveLength(1);
    const [{ name, stack, message }] = (JSON.parse(faults[0]!) as { causes: [Record<string, unknown>] }).causes;
    expect([name, message]).toEqual(['SyntaxError', undefined]);
    expect(JSON.stringify(stack)).toContain('loadRun');
    expect(faults[0]).not.toMatch(OF_DATA);
  });

  test('of storage is written down in its own words', async ({ expect }) => {
    const run = await newRun();
    await env.DB.prepare('ALTER TABLE decisions RENAME TO away').run();
    expect((await ask(`/api/runs/${run.id}/decisions`)).status).toBe(500);
    await env.DB.prepare('ALTER TABLE away RENAME TO decisions').run();
    expect(faults[0]).toContain('D1_ERROR: no such table: decisions');
    expect((await ask(`/api/runs/${run.id}/decisions`)).status).toBe(200);
  });
});

/** A binding, one of whose methods is another. */
function instead<T extends object>(binding: T, name: keyof T, method: unknown): T {
  return new Proxy(binding, {
    get: (target, property) => (property === name ? method : Reflect.get(target, property, target)),
  });
}

describe('/healthz', () => {
  test('says that database and objects answer', async ({ expect }) => {
    const answer = await ask('/healthz');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({ service: 'stepwell', database: 'ok', objects: 'ok' });
    expect(last()).toMatchObject({ route: '/healthz', status: 200 });
  });

  test('names which does not', async ({ expect }) => {
    // Faults of the platform, which nothing here brings about: thrown as it throws them.
    const lost = async () => Promise.reject(new Error('D1_ERROR: Network connection lost.'));
    const DB = instead(env.DB, 'prepare', () => ({ first: lost }));
    const OBJECTS = instead(env.OBJECTS, 'head', lost);
    for (const [more, found] of [
      [{ DB }, { database: 'failed', objects: 'ok' }],
      [{ OBJECTS }, { database: 'ok', objects: 'failed' }],
      [
        { DB, OBJECTS },
        { database: 'failed', objects: 'failed' },
      ],
    ] as const) {
      const answer = await ask('/healthz', {}, more);
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('10');
      const { error } = (await answer.json()) as { error: { code: string; message: string; details: object } };
      expect(error).toMatchObject({ code: 'unreachable', details: found });
      expect(error.message.includes('the database')).toBe(found.database === 'failed');
      expect(error.message.includes('the object store')).toBe(found.objects === 'failed');
      expect(faults.at(-1)).toContain('D1_ERROR: Network connection lost.');
    }
  });
});
