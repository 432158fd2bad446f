import { introspectWorkflowInstance } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import {
  requestBackground,
  replaceDriver,
  continueInNewDriver,
} from '../../apps/api/src/durable/request-background.ts';
import { wakeQuietRuns } from '../../apps/api/src/durable/wake.ts';
import { once } from './once.ts';
import { createRun, postJson, readReport, request, runToEnd, step, type TestRun } from './service.ts';
import { learnableCsv } from './tables.ts';

const SPEC = {
  target: ['y'],
  effort: 'quick' as const,
  protocol: 'k-fold' as const,
  folds: 2,
  model: { epochs: 8 },
  seed: 5,
  ignoreGate: true,
};
const CSV = learnableCsv(24);
const HOUR_MS = 3_600_000;
const undisturbed = once(async () => runToEnd(await createRun(CSV, SPEC)));

interface DriverView {
  status: string;
  steps: number;
  driver: { service: boolean; last: string | null; failure: string | null };
}

async function view(run: TestRun): Promise<DriverView> {
  return (await (await request(`/api/runs/${run.id}`)).json()) as DriverView;
}

/** Waits for the chain of instances that a run was handed to, from this one on; resolves to what the last one came to. */
async function lastOutput(run: TestRun, generation = 1): Promise<{ output: unknown; instances: number }> {
  for (let instances = 1; ; instances++) {
    await using instance = await introspectWorkflowInstance(env.RUNS, `${run.id}-${generation + instances - 1}`);
    await instance.waitForStatus('complete');
    const output = await instance.getOutput();
    if (output !== 'passed on') return { output, instances };
  }
}

describe('a run that the service drives', () => {
  test('finishes by itself, over several instances, on the weights of one that a client drove', async ({ expect }) => {
    const alone = await undisturbed();
    const run = await createRun(CSV, SPEC);
    const handed = (await (await postJson(`/api/runs/${run.id}/background`, {}, run.key)).json()) as {
      run: DriverView;
    };
    expect(handed.run.driver.service).toBe(true);
    const { output, instances } = await lastOutput(run);
    expect(output).toBe('ended');
    // 6 steps an instance, as vitest.config.ts sets it.
    expect(instances).toBeGreaterThan(1);
    const report = await readReport(run);
    expect(report.run.status).toBe('finished');
    expect(report.model?.sha256).toBe(alone.model?.sha256);
    expect(report.decisions).toEqual(alone.decisions);
    expect(await view(run)).toMatchObject({ driver: { service: false, last: 'service', failure: null } });
  });

  test('takes a client beside it, and commits each step once', async ({ expect }) => {
    const alone = await undisturbed();
    const run = await createRun(CSV, SPEC);
    await postJson(`/api/runs/${run.id}/background`, {}, run.key);
    let mine = 0;
    for (;;) {
      const answer = await step(run, { client: 'tab-1' });
      const body = (await answer.json()) as { did: unknown; run: { status: string }; error: { code: string } };
      if (answer.ok && body.did !== null) mine++;
      if (answer.ok && body.run.status !== 'running') break;
      if (!answer.ok) expect(['step_conflict', 'busy']).toContain(body.error.code);
      if (body.error?.code === 'busy') break;
    }
    await lastOutput(run);
    const report = await readReport(run);
    expect(mine).toBeGreaterThan(0);
    expect(report.model?.sha256).toBe(alone.model?.sha256);
    expect(report.run.steps).toBe(alone.run.steps);
  });

  test('is left where it stands when it is taken back, and is gone on with from there', async ({ expect }) => {
    const run = await createRun(CSV, SPEC);
    await postJson(`/api/runs/${run.id}/background`, {}, run.key);
    const taken = (await (await postJson(`/api/runs/${run.id}/foreground`, {}, run.key)).json()) as { run: DriverView };
    expect(taken.run.driver.service).toBe(false);
    expect((await lastOutput(run)).output).toBe('taken back');
    const left = await view(run);
    expect(left.status).toBe('running');
    expect((await runToEnd(run)).run.steps).toBeGreaterThan(left.steps);
  });

  test('stays taken back, though a full instance passes on or the scheduled look had seen it as quiet', async ({
    expect,
  }) => {
    const run = await createRun(CSV, SPEC);
    // Handed over in the database, so that nobody drives: both act on what they have read before.
    await env.DB.prepare(`UPDATE runs SET keep_going = 1, generation = 1 WHERE id = ?1`).bind(run.id).run();
    await postJson(`/api/runs/${run.id}/foreground`, {}, run.key);
    await continueInNewDriver(env, { runId: run.id, generation: 1 });
    await expect(requestBackground(env, { id: run.id, generation: 1 })).rejects.toMatchObject({
      code: 'step_conflict',
    });
    expect(await replaceDriver(env, { id: run.id, generation: 1 })).toBe(false);
    expect((await lastOutput(run, 2)).output).toBe('taken back');
    expect(await view(run)).toMatchObject({ status: 'running', steps: 0, driver: { service: false } });
  });

  test('stops within a step when it is cancelled, and goes on by itself when it is resumed', async ({ expect }) => {
    const alone = await undisturbed();
    const run = await createRun(CSV, SPEC);
    await using first = await introspectWorkflowInstance(env.RUNS, `${run.id}-1`);
    await postJson(`/api/runs/${run.id}/background`, {}, run.key);
    await first.waitForStepResult({ name: 'turn 3' });
    let stopped = await postJson(`/api/runs/${run.id}/stop`, {}, run.key);
    // A step that was committed meanwhile asks for another try.
    while (stopped.status === 409) stopped = await postJson(`/api/runs/${run.id}/stop`, {}, run.key);
    const { run: at } = (await stopped.json()) as { run: DriverView };
    expect(at).toMatchObject({ status: 'stopped', driver: { service: false } });
    await first.waitForStatus('complete');
    expect(await first.getOutput()).toBe('ended');
    // The training steps under way at that moment were committed, one a driver and each of several fits, and nothing after them.
    expect((await view(run)).steps - at.steps).toBeLessThanOrEqual(Number(env.DRIVER_WIDTH) * Number(env.STEP_FITS));
    await postJson(`/api/runs/${run.id}/resume`, {}, run.key);
    expect((await lastOutput(run, 2)).output).toBe('ended');
    expect((await readReport(run)).model?.sha256).toBe(alone.model?.sha256);
  });

  test('goes on after faults of storage, on the same weights', async ({ expect }) => {
    const alone = await undisturbed();
    const run = await createRun(CSV, SPEC);
    await using first = await introspectWorkflowInstance(env.RUNS, `${run.id}-1`);
    await first.modify(async (modifier) => {
      await modifier.disableRetryDelays();
      await modifier.mockStepError({ name: 'turn 2' }, new Error('D1_ERROR: network'), 3);
      await modifier.mockStepError({ name: 'turn 9' }, new Error('R2 put failed'), 1);
    });
    await postJson(`/api/runs/${run.id}/background`, {}, run.key);
    expect((await lastOutput(run)).output).toBe('ended');
    expect((await readReport(run)).model?.sha256).toBe(alone.model?.sha256);
  });

  test('is given up where the same error would come again, and says why', async ({ expect }) => {
    const run = await createRun(CSV, SPEC);
    await env.DB.prepare(`UPDATE runs SET state = '{"schema":"stepwell.run/1"}' WHERE id = ?1`).bind(run.id).run();
    await env.DB.prepare(`UPDATE runs SET keep_going = 1, generation = 1 WHERE id = ?1`).bind(run.id).run();
    await env.RUNS.create({ id: `${run.id}-1`, params: { runId: run.id, generation: 1 } });
    expect((await lastOutput(run)).output).toBe('gave up');
    const row = await env.DB.prepare(`SELECT keep_going, driver_failure FROM runs WHERE id = ?1`).bind(run.id).first();
    expect(row).toMatchObject({ keep_going: 0 });
    expect(String(row?.['driver_failure'])).toContain('created by an earlier version');
  });

  test('is handed to a fresh instance when whoever drove it was lost', async ({ expect }) => {
    const run = await createRun(CSV, SPEC);
    // Handed over in the database, and nobody came.
    await env.DB.prepare(`UPDATE runs SET keep_going = 1, generation = 1 WHERE id = ?1`).bind(run.id).run();
    expect(await wakeQuietRuns(env, Date.now())).toBe(0);
    expect(await wakeQuietRuns(env, Date.now() + HOUR_MS)).toBe(1);
    expect((await lastOutput(run, 2)).output).toBe('ended');
    expect((await readReport(run)).run.status).toBe('finished');
    // Who has ended needs nobody, and who waits for a limit is not to be woken.
    expect(await wakeQuietRuns(env, Date.now() + HOUR_MS)).toBe(0);
    const waiting = await createRun(CSV, SPEC);
    await env.DB.prepare(`UPDATE runs SET keep_going = 1, driver_waits_until = ?2 WHERE id = ?1`)
      .bind(waiting.id, Date.now() + 2 * HOUR_MS)
      .run();
    expect(await wakeQuietRuns(env, Date.now() + HOUR_MS)).toBe(0);
  });

  test('begins nothing for a run that has ended, and leaves one that is handed over again', async ({ expect }) => {
    const run = await createRun(CSV, SPEC);
    await postJson(`/api/runs/${run.id}/background`, {}, run.key);
    await postJson(`/api/runs/${run.id}/background`, {}, run.key);
    await using first = await introspectWorkflowInstance(env.RUNS, `${run.id}-1`);
    await first.waitForStatus('complete');
    expect(await first.getOutput()).toBe('followed');
    await lastOutput(run, 2);
    const late = await postJson(`/api/runs/${run.id}/background`, {}, run.key);
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({ error: { code: 'not_ready' } });
  });
});
