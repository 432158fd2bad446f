import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
import { foldLog } from '../../apps/api/src/logs/fold.ts';
import { clean } from '../../apps/api/src/cleaning/scheduled.ts';
import { dropLiveLog, liveLog } from '../../apps/api/src/live/live-log.ts';
import type { LogView } from '../../apps/api/src/logs/log-view.ts';
import { createLog, curveOf, outcomeOf, sendPoints, takenPoints } from './logged.ts';
import { createRun, postJson, request, type TestRun } from './service.ts';
import { keysUnder, whereIs } from './stored.ts';
import { learnableCsv } from './tables.ts';
import { interrupted, watched } from './watched.ts';

/** Reads a run past what is remembered of it. */
/** Reads a run past what is remembered of it. */
const view = async ({ id }: Pick<TestRun, 'id'>) => {
  dropLiveLog(id);
  return (await (await request(`/api/logs/${id}`)).json()) as LogView;
};
const remove = ({ id, key }: TestRun) =>
  request(`/api/logs/${id}`, { method: 'DELETE', headers: { authorization: `Bearer ${key}` } });
const DAY_MS = 86_400_000;

describe('a logged run', () => {
  test('has a link, a key, what was logged, and no verdict', async ({ expect }) => {
    const answer = await postJson('/api/logs', {
      project: 'digits',
      name: 'first',
      config: { lr: 0.1, net: { units: [8] } },
    });
    expect(answer.status).toBe(201);
    const made = (await answer.json()) as TestRun & { url: string; next: number; limits: { metrics: number } };
    expect(made).toMatchObject({ url: `http://localhost/l/${made.id}`, next: 1, limits: { metrics: 1_000 } });
    expect(made.id).toMatch(/^[0-9A-Za-z]{22}$/);
    const first = await sendPoints(made, 1, [
      { step: 0, values: { loss: 0.5, 'val/loss': 0.75 } },
      { step: 5, values: { loss: 0.25 } },
    ]);
    expect(await first.json()).toEqual({ next: 2, points: 2, known: false });
    expect(await view(made)).toMatchObject({
      id: made.id,
      kind: 'logged',
      project: 'digits',
      name: 'first',
      status: 'running',
      config: { lr: 0.1, net: { units: [8] } },
      metrics: ['loss', 'val/loss'],
      points: 2,
      values: 3,
      steps: { first: 0, last: 5 },
      next: 2,
      verdict: null,
      why: expect.stringContaining('Nothing is known of its test rows'),
    });
    const { lines } = await curveOf(made);
    expect(lines).toEqual([
      { metric: 'loss', count: 2, last: { step: 5, value: 0.25 }, steps: [0, 5], values: [0.5, 0.25], marks: [] },
      { metric: 'val/loss', count: 1, last: { step: 0, value: 0.75 }, steps: [0], values: [0.75], marks: [] },
    ]);
  });

  test('takes a batch once, however often it is sent, waiting or folded', async ({ expect }) => {
    const run = await createLog();
    const points = [{ step: 1, values: { loss: 0.5 } }];
    await takenPoints(run, 1, points);
    for (const folded of [false, true]) {
      if (folded) expect(await foldLog(env, run.id)).toBe(true);
      const again = await sendPoints(run, 1, points);
      expect([again.status, await again.json()]).toEqual([200, { next: 2, points: 1, known: true }]);
      // Another program's points must not be thought stored.
      const other = await sendPoints(run, 1, [{ step: 1, values: { loss: 0.6 } }]);
      const refusal = (await other.json()) as { error: { code: string; details: object } };
      expect([other.status, refusal.error.code, refusal.error.details]).toEqual([
        409,
        'sequence_taken',
        { expected: 2 },
      ]);
    }
    await takenPoints(run, 2, [{ step: 2, values: { loss: 0.1 } }]);
    expect((await curveOf(run)).lines[0]).toMatchObject({ count: 2, steps: [1, 2], values: [0.5, 0.1] });
  });

  test('takes batches sent at the same time once each', async ({ expect }) => {
    const run = await createLog();
    const send = (seq: number) => sendPoints(run, seq, [{ step: seq, values: { loss: seq } }]);
    for (let seq = 1; seq <= 40; seq++) {
      const answers = await Promise.all([send(seq), send(seq), send(seq)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    }
    expect(await view(run)).toMatchObject({ points: 40, next: 41 });
    expect((await curveOf(run)).lines[0]).toMatchObject({
      count: 40,
      steps: Array.from({ length: 40 }, (_, i) => i + 1),
    });
  });

  test('says which batch it expects where one is left out', async ({ expect }) => {
    const run = await createLog();
    await takenPoints(run, 1, [{ step: 1, values: { loss: 1 } }]);
    const answer = await sendPoints(run, 3, [{ step: 3, values: { loss: 1 } }]);
    const { error } = (await answer.json()) as { error: { code: string; message: string; details: object } };
    expect([answer.status, error.code, error.details]).toEqual([409, 'sequence_gap', { expected: 2 }]);
    expect(error.message).toContain('Send batch 2 first');
    expect(await view(run)).toMatchObject({ points: 1, next: 2 });
  });

  test('takes no more points once it is finished, and says what it ended as', async ({ expect }) => {
    const run = await createLog();
    const points = [{ step: 1, values: { loss: 1 } }];
    await takenPoints(run, 1, points);
    const finish = (body: object) => postJson(`/api/logs/${run.id}/finish`, body, run.key);
    expect(await (await finish({ status: 'failed' })).json()).toMatchObject({ status: 'failed', points: 1 });
    expect(await (await finish({})).json()).toMatchObject({ status: 'failed' });
    expect(await outcomeOf(await sendPoints(run, 2, points))).toEqual([409, 'log_finished']);
    // What was lost on the way back is asked for again.
    expect(await outcomeOf(await sendPoints(run, 1, points))).toEqual([200]);
    expect((await curveOf(run)).lines[0]).toMatchObject({ steps: [1], values: [1] });
  });

  test('is quiet after ten minutes without points, and back with the next', async ({ expect }) => {
    const run = await createLog();
    await env.DB.prepare('UPDATE logs SET updated_at = ?2 WHERE id = ?1')
      .bind(run.id, Date.now() - 599_000)
      .run();
    expect((await view(run)).status).toBe('running');
    await env.DB.prepare('UPDATE logs SET updated_at = ?2 WHERE id = ?1')
      .bind(run.id, Date.now() - 601_000)
      .run();
    expect((await view(run)).status).toBe('quiet');
    await takenPoints(run, 1, [{ step: 1, values: { loss: 1 } }]);
    expect((await view(run)).status).toBe('running');
  });

  test('is deleted with all that is stored of it', async ({ expect }) => {
    const run = await createLog();
    await takenPoints(run, 1, [{ step: 1, values: { loss: 1 } }]);
    await foldLog(env, run.id);
    await takenPoints(run, 2, [{ step: 2, values: { loss: 1 } }]);
    const { tables, objects } = await whereIs(run.id);
    expect([tables, objects.length]).toEqual([['log_batches', 'logs'], 1]);
    expect((await remove(run)).status).toBe(204);
    expect(await whereIs(run.id)).toEqual({ tables: ['deletions'], objects: [] });
    expect(await outcomeOf(await remove(run))).toEqual([404, 'unknown_run']);
    expect(await outcomeOf(await sendPoints(run, 3, [{ step: 2, values: { loss: 1 } }]))).toEqual([404, 'unknown_run']);
  });

  test('is deleted after RUN_DAYS without points, and not before', async ({ expect }) => {
    const run = await createLog();
    await takenPoints(run, 1, [{ step: 1, values: { loss: 1 } }]);
    await foldLog(env, run.id);
    const days = { ...env, RUN_DAYS: '30' };
    const { updatedAt } = await view(run);
    await clean(days, updatedAt + 30 * DAY_MS);
    expect((await view(run)).points).toBe(1);
    await clean(days, updatedAt + 30 * DAY_MS + 1);
    dropLiveLog(run.id);
    expect((await request(`/api/logs/${run.id}`)).status).toBe(404);
    expect(await keysUnder(`runs/${run.id}/`)).toEqual([]);
  });

  test('is no run that the service trains, nor the other way round', async ({ expect }) => {
    const [log, run] = [await createLog(), await createRun(learnableCsv(30), { target: ['y'], effort: 'quick' })];
    expect(await outcomeOf(await postJson(`/api/runs/${log.id}/step`, {}, log.key))).toEqual([404, 'unknown_run']);
    expect(await outcomeOf(await sendPoints(run, 1, []))).toEqual([404, 'unknown_run']);
    expect(await outcomeOf(await request(`/api/logs/${run.id}`))).toEqual([404, 'unknown_run']);
  });
});

describe('watchers of a logged run', () => {
  test('read it from the database once a second together, and never behind what they know', async ({ expect }) => {
    const run = await createLog();
    await takenPoints(run, 1, [{ step: 1, values: { loss: 1 } }]);
    let reads = 0;
    const bindings = watched((operation) => {
      if (operation === 'batch') reads++;
    });
    const nextAt = async (seen: number, now: number) => (await liveLog(bindings, run.id, seen, now)).log.next;
    const many = await Promise.all(Array.from({ length: 50 }, () => nextAt(0, 1_000_000)));
    expect([new Set(many), reads]).toEqual([new Set([2]), 1]);
    expect([await nextAt(2, 1_000_999), reads]).toEqual([2, 1]);
    expect([await nextAt(0, 1_001_000), reads]).toEqual([2, 2]);
    // As if it had gone on in another isolate.
    await env.DB.prepare('UPDATE logs SET next = 3 WHERE id = ?1').bind(run.id).run();
    expect([await nextAt(2, 1_001_500), reads]).toEqual([2, 2]);
    expect([await nextAt(3, 1_001_500), reads]).toEqual([3, 3]);
    await env.DB.prepare('DELETE FROM logs WHERE id = ?1').bind(run.id).run();
    await expect(liveLog(bindings, run.id, 0, 1_003_000)).rejects.toMatchObject({ code: 'unknown_run' });
    await expect(liveLog(bindings, run.id, 0, 1_003_001)).rejects.toMatchObject({ code: 'unknown_run' });
  });

  test('see a change at once that this isolate makes', async ({ expect }) => {
    const run = await createLog();
    for (const seq of [1, 2, 3]) {
      await takenPoints(run, seq, [{ step: seq, values: { loss: seq } }]);
      expect((await curveOf(run)).lines[0]!.count).toBe(seq);
    }
    await postJson(`/api/logs/${run.id}/finish`, {}, run.key);
    expect(await (await request(`/api/logs/${run.id}`)).json()).toMatchObject({ status: 'finished' });
    expect((await remove(run)).status).toBe(204);
    expect((await request(`/api/logs/${run.id}`)).status).toBe(404);
    expect((await request(`/api/logs/${run.id}/curve`)).status).toBe(404);
  });
});

describe('a fold', () => {
  const fill = async (run: TestRun, from: number, to: number) => {
    for (let seq = from; seq <= to; seq++) await takenPoints(run, seq, [{ step: seq, values: { loss: seq / 8 } }]);
  };

  test('that is cut short loses nothing, and the next one makes up for it', async ({ expect }) => {
    const run = await createLog();
    await fill(run, 1, 5);
    const before = await curveOf(run);
    await expect(
      foldLog(
        interrupted('put', () => Promise.reject(new Error('cut short'))),
        run.id,
      ),
    ).rejects.toThrow('cut short');
    expect(await curveOf(run)).toEqual(before);
    expect(await foldLog(env, run.id)).toBe(true);
    expect(await curveOf(run)).toEqual(before);
  });

  test('beside another commits once, and leaves no object behind', async ({ expect }) => {
    const run = await createLog();
    await fill(run, 1, 3);
    await foldLog(env, run.id);
    await fill(run, 4, 6);
    const before = await curveOf(run);
    const second: unknown[] = [];
    const first = await foldLog(
      interrupted('put', async () => void second.push(await foldLog(env, run.id))),
      run.id,
    );
    expect([first, second]).toEqual([false, [true]]);
    expect(await curveOf(run)).toEqual(before);
    expect(await keysUnder(`runs/${run.id}/`)).toHaveLength(1);
  });

  test('while a batch is on its way leaves that batch waiting', async ({ expect }) => {
    const run = await createLog();
    await fill(run, 1, 3);
    await foldLog(
      interrupted('put', () => fill(run, 4, 4)),
      run.id,
    );
    expect((await curveOf(run)).lines[0]).toMatchObject({ count: 4, steps: [1, 2, 3, 4] });
    await fill(run, 5, 5);
    expect((await view(run)).points).toBe(5);
  });

  test('does not keep a reader from the points whose object it replaces', async ({ expect }) => {
    const run = await createLog();
    await fill(run, 1, 3);
    await foldLog(env, run.id);
    await fill(run, 4, 4);
    const bindings = interrupted('get', async () => void (await foldLog(env, run.id)));
    const answer = await app.request(`/api/logs/${run.id}/curve`, {}, bindings);
    expect(await answer.json()).toMatchObject({ lines: [{ count: 4, steps: [1, 2, 3, 4] }] });
  });
});

describe('the limits', () => {
  const withLimits = (more: object) => ({ ...env, LIMITS: 'on', ...more });
  const post = (path: string, body: object, bindings: object, key?: string) =>
    app.request(
      path,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'cf-connecting-ip': '203.0.113.9',
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify(body),
      },
      bindings,
    );
  const batch = (seq: number) => ({ seq, points: [{ step: seq, values: { loss: 1 } }] });

  test('count logged runs among the runs of a day', async ({ expect }) => {
    const bindings = withLimits({ DAILY_RUNS: '1' });
    expect((await post('/api/logs', { project: 'a' }, bindings)).status).toBe(201);
    expect(await outcomeOf(await post('/api/logs', { project: 'a' }, bindings))).toEqual([429, 'quota_exceeded']);
  });

  test('count the batches of a day as steps, and begin anew with the next', async ({ expect }) => {
    const run = await createLog();
    const bindings = withLimits({ DAILY_STEPS: '2', DAILY_BYTES: '' });
    for (const seq of [1, 2]) {
      expect((await post(`/api/logs/${run.id}/points`, batch(seq), bindings, run.key)).status).toBe(200);
    }
    const refused = await post(`/api/logs/${run.id}/points`, batch(3), bindings, run.key);
    expect(await outcomeOf(refused)).toEqual([429, 'quota_exceeded']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await env.DB.prepare(`UPDATE logs SET quota_day = '2020-01-01' WHERE id = ?1`).bind(run.id).run();
    expect((await post(`/api/logs/${run.id}/points`, batch(3), bindings, run.key)).status).toBe(200);
  });

  test('count the bytes of a day', async ({ expect }) => {
    const run = await createLog();
    const bytes = JSON.stringify(batch(1)).length;
    const bindings = withLimits({ DAILY_BYTES: String(2 * bytes) });
    for (const seq of [1, 2]) {
      expect((await post(`/api/logs/${run.id}/points`, batch(seq), bindings, run.key)).status).toBe(200);
    }
    const refused = await post(`/api/logs/${run.id}/points`, batch(3), bindings, run.key);
    expect(await outcomeOf(refused)).toEqual([429, 'quota_exceeded']);
  });

  test('count batches of a minute after the key was checked', async ({ expect }) => {
    const run = await createLog();
    const bindings = withLimits({ RUN_LIMIT: env.THREE_A_MINUTE });
    for (let i = 0; i < 8; i++) {
      const stranger = await post(`/api/logs/${run.id}/points`, batch(1), bindings, 'wrong');
      expect(await outcomeOf(stranger)).toEqual([403, 'forbidden']);
    }
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++) {
      statuses.push((await post(`/api/logs/${run.id}/points`, batch(1), bindings, run.key)).status);
    }
    expect(statuses).toContain(200);
    expect(statuses).toContain(429);
  });

  test('ask for the token of the service where it has one', async ({ expect }) => {
    const bindings = { ...env, INSTANCE_TOKEN: 'token' };
    expect(await outcomeOf(await post('/api/logs', { project: 'a' }, bindings))).toEqual([401, 'token_required']);
    expect((await post('/api/logs', { project: 'a' }, bindings, 'token')).status).toBe(201);
  });
});
