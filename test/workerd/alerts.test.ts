import { introspectWorkflowInstance } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createECDH, createHmac, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, test, vi } from 'vitest';
import { tellDue, tellEndOf, tellGaveUp } from '../../apps/api/src/alerts/tell.ts';
import { app } from '../../apps/api/src/app.ts';
import { scheduled } from '../../apps/api/src/scheduled.ts';
import { decryptPush } from '../decrypt-push.ts';
import type { Received } from '../receiver.ts';
import { createRun, postJson, readReport, request, runToEnd, step, type TestRun } from './service.ts';
import { learnableCsv, noiseCsv } from './tables.ts';

const SPEC = {
  target: ['y'],
  effort: 'single' as const,
  protocol: 'hold-out' as const,
  model: { units: [8], epochs: 4 },
  name: 'small table',
};
const MINUTE = 60_000;

interface Made {
  id: string;
  kind: string;
  secret?: string;
}
interface Listed {
  id: string;
  kind: string;
  address: string;
  last: { event: string; sentAt: number | null; tries: number; nextAt: number | null; note: string | null } | null;
}

let hooks = 0;
/** An address of the receiver that nothing was sent to yet. @param answers statuses, in order. */
function newHook(...answers: number[]): { url: string; received: () => Promise<Received[]> } {
  const name = `hook-${Date.now()}-${hooks++}`;
  const received = async () => (await fetch(`${env.RECEIVER}/received/${name}`)).json() as Promise<Received[]>;
  return { url: `${env.RECEIVER}/hooks/${name}?answers=${answers.join(',')}`, received };
}

/** A browser that subscribed at the receiver. */
function newBrowser(...answers: number[]) {
  const hook = newHook(...answers);
  const ecdh = createECDH('prime256v1');
  const publicKey = ecdh.generateKeys();
  const auth = randomBytes(16);
  const keys = { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') };
  const decrypt = ({ body }: Received) =>
    JSON.parse(
      decryptPush(Buffer.from(body, 'base64'), { privateKey: ecdh.getPrivateKey(), publicKey, auth }),
    ) as unknown;
  return { ...hook, body: { push: { endpoint: hook.url, expirationTime: null, keys } }, decrypt };
}

const add = (run: TestRun, body: unknown) => postJson(`/api/runs/${run.id}/alerts`, body, run.key);
const made = async (run: TestRun, body: unknown): Promise<Made> => {
  const answer = await add(run, body);
  if (answer.status !== 201) throw new Error(await answer.text());
  return answer.json();
};
const remove = (run: TestRun, alert: string) =>
  request(`/api/runs/${run.id}/alerts/${alert}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${run.key}` },
  });
async function list(run: TestRun): Promise<Listed[]> {
  const answer = await request(`/api/runs/${run.id}/alerts`, { headers: { authorization: `Bearer ${run.key}` } });
  return ((await answer.json()) as { alerts: Listed[] }).alerts;
}
async function codeOf(answer: Response): Promise<unknown[]> {
  return [answer.status, ((await answer.json()) as { error: { code: string } }).error.code];
}
const textOf = ({ body }: Received) => Buffer.from(body, 'base64').toString();

// What an earlier test left would be due as well.
beforeEach(() => env.DB.prepare('DELETE FROM alerts').run());
afterEach(() => vi.restoreAllMocks());

describe('a webhook', () => {
  test('is told once that a run has finished, signed, with its verdict', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), SPEC);
    const hook = newHook();
    const { id, kind, secret } = await made(run, { webhook: hook.url });
    expect(kind).toBe('webhook');
    expect(await list(run)).toMatchObject([{ id, kind: 'webhook', address: hook.url, last: null }]);
    expect(await hook.received()).toEqual([]);
    const { verdict } = await runToEnd(run);
    const [told, ...more] = await hook.received();
    expect(more).toEqual([]);
    const { method, headers } = told!;
    expect(JSON.parse(textOf(told!))).toEqual({
      event: 'finished',
      run: run.id,
      title: 'y from small table',
      verdict,
      link: `http://localhost/r/${run.id}`,
    });
    expect([method, headers['content-type'], headers['user-agent']]).toEqual(['POST', 'application/json', 'Stepwell']);
    const signed = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${textOf(told!)}`;
    const key = Buffer.from(secret!.slice('whsec_'.length), 'base64');
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    expect(await list(run)).toMatchObject([{ last: { event: 'finished', tries: 1, nextAt: null, note: null } }]);
    expect((await list(run))[0]!.last!.sentAt).toBeGreaterThan(Date.now() - MINUTE);
    // Neither another step, nor the background driver, nor the schedule tells it again.
    await step(run);
    expect(await tellEndOf(env, run.id, Date.now() + 100 * MINUTE)).toBeNull();
    expect(await tellDue(env, Date.now() + 100 * MINUTE)).toBe(0);
    expect(await hook.received()).toHaveLength(1);
  });

  test('is told that the gate stopped a run', async ({ expect }) => {
    const run = await createRun(noiseCsv(60), { target: ['label'], effort: 'quick', protocol: 'hold-out' });
    const hook = newHook();
    await made(run, { webhook: hook.url });
    const report = await runToEnd(run);
    expect(report.run.stoppedBy).toBe('gate');
    expect((await hook.received()).map((one) => JSON.parse(textOf(one)) as unknown)).toMatchObject([
      { event: 'stopped-at-gate', verdict: report.verdict },
    ]);
  });

  test('is told that training diverged, and of other failures', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), {
      ...SPEC,
      model: { units: [8], epochs: 4, optimizer: 'sgd', learningRate: 10, lastActivation: 'linear' },
    });
    const hook = newHook();
    await made(run, { webhook: hook.url });
    const { run: ended } = await runToEnd(run);
    expect(ended.failure?.code).toBe('diverged');
    const other = await createRun(learnableCsv(120), SPEC);
    await made(other, { webhook: hook.url });
    await env.DB.prepare(
      `UPDATE runs SET status = 'failed', version = 1, state = json_set(state, '$.status', 'failed', '$.failure',
         json('{"code":"too_few_rows","message":"Too few."}')) WHERE id = ?1`,
    )
      .bind(other.id)
      .run();
    expect(await tellDue(env, Date.now())).toBe(1);
    expect((await hook.received()).map((one) => JSON.parse(textOf(one)) as unknown)).toMatchObject([
      { event: 'diverged', run: run.id },
      { event: 'failed', run: other.id },
    ]);
  });

  test('is not told that a person stopped the run, but of its end after it was resumed', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), SPEC);
    const hook = newHook();
    await made(run, { webhook: hook.url });
    await step(run);
    await postJson(`/api/runs/${run.id}/stop`, {}, run.key);
    await tellDue(env, Date.now());
    expect(await tellDue(env, Date.now())).toBe(0);
    expect(await hook.received()).toEqual([]);
    await postJson(`/api/runs/${run.id}/resume`, {}, run.key);
    await runToEnd(run);
    expect(await hook.received()).toHaveLength(1);
  });

  test('that is added after the end is told at once', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), SPEC);
    await runToEnd(run);
    const hook = newHook();
    await made(run, { webhook: hook.url });
    expect(await hook.received()).toHaveLength(1);
    expect(await list(run)).toMatchObject([{ last: { event: 'finished', tries: 1 } }]);
  });

  test('that fails is tried again under the same id, by the schedule, at growing distances', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), SPEC);
    const hook = newHook(503, 500, 204);
    await made(run, { webhook: hook.url });
    await runToEnd(run);
    const [{ last }] = (await list(run)) as [Listed];
    expect(last).toMatchObject({ tries: 1, sentAt: null, note: 'The address answered with status 503.' });
    expect(await tellDue(env, last!.nextAt! - 1)).toBe(0);
    await scheduled({ scheduledTime: last!.nextAt! }, env);
    const [{ last: second }] = (await list(run)) as [Listed];
    expect(second).toMatchObject({ tries: 2, sentAt: null, note: 'The address answered with status 500.' });
    expect(second!.nextAt! - last!.nextAt!).toBe(5 * MINUTE);
    expect(await tellDue(env, second!.nextAt!)).toBe(1);
    expect(await list(run)).toMatchObject([{ last: { tries: 3, nextAt: null, note: null } }]);
    const received = await hook.received();
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('that keeps failing is dropped, with a note', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), SPEC);
    const hook = newHook(500, 302, 404, 410, 429, 200);
    await made(run, { webhook: hook.url });
    await runToEnd(run);
    for (let later = 1; later <= 10; later++) await tellDue(env, Date.now() + later * 120 * MINUTE);
    expect(await hook.received()).toHaveLength(5);
    expect((await fetch(`${env.RECEIVER}/received/elsewhere`)).status).toBe(200);
    expect(await (await fetch(`${env.RECEIVER}/received/elsewhere`)).json()).toEqual([]);
    expect(await list(run)).toMatchObject([
      {
        last: {
          tries: 5,
          sentAt: null,
          nextAt: null,
          note: 'The address answered with status 429. Given up after 5 tries.',
        },
      },
    ]);
  });

  test('waits as long as the receiver asks', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), SPEC);
    const hook = newHook(429);
    await made(run, { webhook: `${hook.url}&after=1800` });
    await runToEnd(run);
    const [{ last }] = (await list(run)) as [Listed];
    expect(last!.nextAt! - Date.now()).toBeGreaterThan(29 * MINUTE);
    expect(last!.nextAt! - Date.now()).toBeLessThanOrEqual(30 * MINUTE);
  });

  test('does not fail the step if nobody answers, or the database fails', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), SPEC);
    // The discard service, which no machine runs any more.
    await made(run, { webhook: 'http://127.0.0.1:9/' });
    expect((await runToEnd(run)).run.status).toBe('finished');
    expect(await list(run)).toMatchObject([{ last: { tries: 1, note: 'The address does not answer.' } }]);
    const other = await createRun(learnableCsv(120), SPEC);
    await env.DB.prepare('ALTER TABLE alerts RENAME TO hidden').run();
    const faults = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect((await runToEnd(other)).run.status).toBe('finished');
    expect(faults.mock.calls.join()).toContain('telling of the end of a run');
    await env.DB.prepare('ALTER TABLE hidden RENAME TO alerts').run();
  });

  test('is told once by several at the same time, and after a death during a try', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), SPEC);
    await runToEnd(run);
    const hook = newHook();
    await made(run, { webhook: hook.url });
    // As it was before anything was told.
    const reset = `UPDATE alerts SET settled = -1, tried = -1, tries = 0, next_at = 0, sent_at = NULL, event = NULL WHERE run_id = ?1`;
    await env.DB.prepare(reset).bind(run.id).run();
    await Promise.all(Array.from({ length: 5 }, () => tellEndOf(env, run.id, Date.now())));
    expect(await hook.received()).toHaveLength(2);
    // A claim that nobody ended: its time runs out.
    await env.DB.prepare(`UPDATE alerts SET settled = -1, tries = 1, next_at = ?2, sent_at = NULL WHERE run_id = ?1`)
      .bind(run.id, Date.now() + MINUTE)
      .run();
    expect(await tellEndOf(env, run.id, Date.now())).toBeGreaterThan(50_000);
    expect(await hook.received()).toHaveLength(2);
    expect(await tellDue(env, Date.now() + 2 * MINUTE)).toBe(1);
    expect(await hook.received()).toHaveLength(3);
    expect(await list(run)).toMatchObject([{ last: { tries: 2, nextAt: null } }]);
  });

  test('is told again when the run was opened again', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), { ...SPEC, effort: 'quick', ignoreGate: true });
    const hook = newHook();
    await made(run, { webhook: hook.url });
    const report = await runToEnd(run);
    const trial = report.tune!.trials.find(({ id }) => id !== report.tune!.best)!;
    await postJson(`/api/runs/${run.id}/reopen`, { trial: trial.id }, run.key);
    const again = await runToEnd(run);
    const received = await hook.received();
    expect(received.map((one) => (JSON.parse(textOf(one)) as { verdict: string }).verdict)).toEqual([
      report.verdict,
      again.verdict,
    ]);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  });

  test('is told by the background driver, which tries again', async ({ expect }) => {
    const run = await createRun(learnableCsv(24), { ...SPEC, effort: 'single' });
    const hook = newHook(500);
    await made(run, { webhook: hook.url });
    for (let generation = 1; ; generation++) {
      await using instance = await introspectWorkflowInstance(env.RUNS, `${run.id}-${generation}`);
      await instance.modify(async (modifier) => modifier.disableSleeps());
      if (generation === 1) await postJson(`/api/runs/${run.id}/background`, {}, run.key);
      await instance.waitForStatus('complete');
      if ((await instance.getOutput()) !== 'passed on') break;
    }
    expect((await readReport(run)).run.status).toBe('finished');
    const [{ last }] = (await list(run)) as [Listed];
    // Its waits are skipped here, so the later tries come before they are due: they find nothing.
    expect(last).toMatchObject({ event: 'finished', tries: 1, note: 'The address answered with status 500.' });
    expect(await tellDue(env, last!.nextAt!)).toBe(1);
    expect(await hook.received()).toHaveLength(2);
  });
});

describe('a run that the service gives up', () => {
  test('is told of, and of its end later', async ({ expect }) => {
    const run = await createRun(learnableCsv(24), SPEC);
    const hook = newHook(500);
    await made(run, { webhook: hook.url });
    await env.DB.prepare(`UPDATE runs SET driver_failure = 'The storage kept failing.' WHERE id = ?1`)
      .bind(run.id)
      .run();
    expect(await tellGaveUp(env, run.id, Date.now())).toBeGreaterThan(0);
    // The schedule tells of ends only; what the failed try waits for is superseded by the end.
    expect(await tellDue(env, Date.now() + 100 * MINUTE)).toBe(0);
    const { verdict } = await runToEnd(run);
    expect((await hook.received()).map((one) => JSON.parse(textOf(one)) as unknown)).toMatchObject([
      { event: 'gave-up', verdict: 'The storage kept failing.', run: run.id },
      { event: 'finished', verdict, run: run.id },
    ]);
    expect(await list(run)).toMatchObject([{ last: { event: 'finished', tries: 1 } }]);
    expect(await tellGaveUp(env, run.id, Date.now())).toBeNull();
  });

  test('is told of by its driver', async ({ expect }) => {
    const run = await createRun(learnableCsv(24), SPEC);
    const hook = newHook();
    await made(run, { webhook: hook.url });
    await using instance = await introspectWorkflowInstance(env.RUNS, `${run.id}-1`);
    await instance.modify(async (modifier) => {
      await modifier.disableRetryDelays();
      await modifier.mockStepError({ name: 'turn 2' }, new Error('D1_ERROR: network'), 20);
    });
    await postJson(`/api/runs/${run.id}/background`, {}, run.key);
    await instance.waitForStatus('complete');
    expect(await instance.getOutput()).toBe('gave up');
    expect((await hook.received()).map((one) => JSON.parse(textOf(one)) as unknown)).toMatchObject([
      { event: 'gave-up', verdict: expect.stringContaining('The storage kept failing'), run: run.id },
    ]);
  });

  test('is told of no more if this version cannot read it', async ({ expect }) => {
    const run = await createRun(learnableCsv(24), SPEC);
    await made(run, { webhook: newHook().url });
    await env.DB.prepare(`UPDATE runs SET status = 'finished', state = '{"schema":"stepwell.run/1"}' WHERE id = ?1`)
      .bind(run.id)
      .run();
    expect(await tellDue(env, Date.now())).toBe(1);
    expect(await tellDue(env, Date.now() + 100 * MINUTE)).toBe(0);
    expect(await tellGaveUp(env, run.id, Date.now())).toBeNull();
    const row = await env.DB.prepare('SELECT note FROM alerts WHERE run_id = ?1').bind(run.id).first();
    expect(String(row?.['note'])).toContain('created by an earlier version');
  });
});

describe('a browser', () => {
  test('is sent an encrypted message that only it reads', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), SPEC);
    const browser = newBrowser(201);
    const { id, secret } = await made(run, browser.body);
    expect(secret).toBeUndefined();
    const { verdict } = await runToEnd(run);
    const [told, ...more] = await browser.received();
    expect(more).toEqual([]);
    expect(browser.decrypt(told!)).toEqual({
      event: 'finished',
      run: run.id,
      title: 'y from small table',
      verdict,
      link: `http://localhost/r/${run.id}`,
    });
    expect(told!.headers['authorization']).toMatch(new RegExp(`^vapid t=\\S+, k=${env.VAPID_PUBLIC_KEY}$`));
    expect(told!.headers['content-encoding']).toBe('aes128gcm');
    // Its address is a capability: whoever has it can send.
    expect(await list(run)).toMatchObject([{ id, kind: 'push', address: env.RECEIVER, last: { event: 'finished' } }]);
  });

  test.for([404, 410])('that has ended its subscription (%i) is forgotten', async (status, { expect }) => {
    const run = await createRun(learnableCsv(120), SPEC);
    const browser = newBrowser(status);
    await made(run, browser.body);
    await runToEnd(run);
    expect(await browser.received()).toHaveLength(1);
    expect(await list(run)).toEqual([]);
  });

  test('that subscribes again replaces its earlier subscription', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), SPEC);
    const browser = newBrowser();
    const first = await made(run, browser.body);
    const second = await made(run, browser.body);
    expect((await list(run)).map(({ id }) => id)).toEqual([second.id]);
    expect(await codeOf(await remove(run, first.id))).toEqual([404, 'unknown_alert']);
  });
});

describe('alerts', () => {
  test('need the edit key of their run', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    const other = await createRun(learnableCsv(60), SPEC);
    const { id } = await made(run, { webhook: newHook().url });
    const path = `/api/runs/${run.id}/alerts`;
    const headers = { authorization: `Bearer ${other.key}` };
    expect(await codeOf(await request(path))).toEqual([401, 'unauthorized']);
    expect(await codeOf(await request(path, { headers }))).toEqual([403, 'forbidden']);
    expect(await codeOf(await request(`${path}/${id}`, { method: 'DELETE', headers }))).toEqual([403, 'forbidden']);
    expect(await codeOf(await remove({ ...other }, id))).toEqual([404, 'unknown_alert']);
    expect((await remove(run, id)).status).toBe(204);
    expect(await list(run)).toEqual([]);
  });

  test('go with their run', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    await made(run, { webhook: newHook().url });
    await request(`/api/runs/${run.id}`, { method: 'DELETE', headers: { authorization: `Bearer ${run.key}` } });
    const { results } = await env.DB.prepare('SELECT * FROM alerts WHERE run_id = ?1').bind(run.id).all();
    expect(results).toEqual([]);
    expect(await tellEndOf(env, run.id, Date.now())).toBeNull();
  });

  test('are ten at most', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    const hook = newHook();
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => (await add(run, { webhook: `${hook.url}&n=${i}` })).status),
    );
    expect(statuses.toSorted((a, b) => a - b)).toEqual([...Array<number>(10).fill(201), 400, 400]);
    const [first] = await list(run);
    // One with the same address takes the place of the other.
    expect((await add(run, { webhook: first!.address })).status).toBe(201);
    expect(await list(run)).toHaveLength(10);
  });

  test('are refused if they are none, or lead into a private network', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    const { push } = newBrowser().body;
    for (const body of [
      {},
      [],
      null,
      { webhook: '' },
      { webhook: 7 },
      { webhook: 'example.org/hook' },
      { webhook: 'http://example.org/hook' },
      { webhook: 'https://10.0.0.1/' },
      { webhook: 'https://169.254.169.254/latest/meta-data' },
      { webhook: `https://example.org/${'x'.repeat(2_000)}` },
      { webhook: 'https://example.org/', more: 1 },
      { webhook: 'https://example.org/', push },
      { push: { ...push, endpoint: 'https://192.168.0.1/' } },
      { push: { ...push, keys: { ...push.keys, auth: 'x' } } },
      { push: { ...push, keys: { ...push.keys, p256dh: `B${'A'.repeat(86)}` } } },
      { push: { ...push, keys: { p256dh: push.keys.p256dh } } },
    ]) {
      expect(await codeOf(await add(run, body)), JSON.stringify(body)).toEqual([400, 'invalid_request']);
    }
    expect(await list(run)).toEqual([]);
  });

  test('are off where the service is not set up for them', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    const ask = (method: string, path: string, bindings: object, body?: unknown) =>
      app.request(
        path,
        {
          method,
          headers: { 'content-type': 'application/json', authorization: `Bearer ${run.key}` },
          body: JSON.stringify(body),
        },
        { ...env, ...bindings },
      );
    const off = { VAPID_PUBLIC_KEY: '', VAPID_PRIVATE_KEY: undefined, WEBHOOKS: 'off' };
    expect(await (await ask('GET', '/api/alerts', off)).json()).toEqual({ publicKey: null, webhooks: false });
    expect(await (await request('/api/alerts')).json()).toEqual({ publicKey: env.VAPID_PUBLIC_KEY, webhooks: true });
    const path = `/api/runs/${run.id}/alerts`;
    for (const body of [newBrowser().body, { webhook: 'https://example.org/' }]) {
      expect(await codeOf(await ask('POST', path, off, body))).toEqual([403, 'alerts_off']);
    }
    // A public service sends nothing to its own machine.
    const hook = newHook();
    expect(await codeOf(await ask('POST', path, { WEBHOOKS: 'on' }, { webhook: hook.url }))).toEqual([
      400,
      'invalid_request',
    ]);
    await made(run, { webhook: hook.url });
    await runToEnd(run);
    const reset = `UPDATE alerts SET settled = -1, next_at = 0 WHERE run_id = ?1`;
    for (const [WEBHOOKS, note] of [
      ['on', "Alerts can't be sent to this address. It must begin with https://."],
      ['off', 'The service no longer sends webhooks.'],
    ]) {
      await env.DB.prepare(reset).bind(run.id).run();
      await tellEndOf({ ...env, WEBHOOKS: WEBHOOKS! }, run.id, Date.now());
      expect(await list(run)).toMatchObject([{ last: { sentAt: null, nextAt: null, note } }]);
    }
    expect(await hook.received()).toHaveLength(1);
  });
});
