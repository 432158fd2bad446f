import type { RunSpecInput } from '@stepwell/workflow';
import { describe, test } from 'vitest';
import { createRun, postJson, readReport, request, runToEnd, step } from './service.ts';
import { learnableCsv, noiseCsv } from './tables.ts';

const SPEC: Omit<RunSpecInput, 'dataset'> = { target: ['y'], effort: 'quick', protocol: 'hold-out', seed: 7 };

async function codeOf(response: Response): Promise<unknown[]> {
  return [response.status, ((await response.json()) as { error: { code: string } }).error.code];
}

describe('stopping by hand', () => {
  test('keeps the vault closed, refuses no step, and resumes to the same weights', async ({ expect }) => {
    const undisturbed = await runToEnd(await createRun(learnableCsv(80), SPEC));
    const run = await createRun(learnableCsv(80), SPEC);
    for (let i = 0; i < 8; i++) await step(run, { minibatches: 20 });
    const stopped = (await (await postJson(`/api/runs/${run.id}/stop`, {}, run.key)).json()) as {
      run: { status: string; stoppedBy: string; verdict: string };
    };
    expect(stopped.run).toMatchObject({ status: 'stopped', stoppedBy: 'person' });
    expect(stopped.run.verdict).toMatch(/^Stopped manually at [a-z-]+, before the test, so there is no verdict\.$/);
    for (const path of [`/r/${run.id}`, `/r/${run.id}/embed`, `/api/runs/${run.id}/report.html`]) {
      const page = await (await request(path)).text();
      expect(page, path).toContain('Stopped manually at ');
      expect(page, path).not.toMatch(/Stopped\.\s*<\/strong>/);
    }
    expect(((await (await step(run)).json()) as { did: unknown }).did).toBeNull();
    expect((await readReport(run)).test).toBeNull();
    expect((await postJson(`/api/runs/${run.id}/resume`, {}, run.key)).status).toBe(200);
    const resumed = await runToEnd(run);
    expect(resumed.model?.sha256).toBe(undisturbed.model?.sha256);
    expect(resumed.decisions.filter(({ by, choice }) => by === 'user' && /stop here|resume/.test(choice))).toHaveLength(
      2,
    );
  });

  test('takes the edit key', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), SPEC);
    for (const what of ['stop', 'resume']) {
      expect(await codeOf(await postJson(`/api/runs/${run.id}/${what}`, {}))).toEqual([401, 'unauthorized']);
      expect(await codeOf(await postJson(`/api/runs/${run.id}/${what}`, {}, 'x'))).toEqual([403, 'forbidden']);
      expect(await codeOf(await postJson(`/api/runs/${'a'.repeat(22)}/${what}`, {}, run.key))).toEqual([
        404,
        'unknown_run',
      ]);
    }
  });

  test('is refused where there is nothing to stop or to resume', async ({ expect }) => {
    const run = await createRun(noiseCsv(300), { ...SPEC, target: ['label'] });
    expect(await codeOf(await postJson(`/api/runs/${run.id}/resume`, {}, run.key))).toEqual([409, 'not_ready']);
    await runToEnd(run);
    expect(await codeOf(await postJson(`/api/runs/${run.id}/stop`, {}, run.key))).toEqual([409, 'not_ready']);
    const overruled = await postJson(`/api/runs/${run.id}/resume`, {}, run.key);
    const { error } = (await overruled.json()) as { error: { message: string } };
    expect(error.message).toContain('The gate stopped it');
  });
});

test('a run may say which one it was changed from; the report repeats what was asked', async ({ expect }) => {
  const first = await createRun(learnableCsv(40), SPEC);
  const changed = await createRun(learnableCsv(40), { ...SPEC, seed: 8, from: first.id });
  const { spec } = await readReport(changed);
  expect(spec).toMatchObject({ from: first.id, seed: 8, target: ['y'] });
  const wrong = await postJson('/api/runs', { ...spec, from: '../x' });
  expect(await codeOf(wrong)).toEqual([400, 'invalid_request']);
  expect((await request(`/api/runs/${changed.id}/sketches`)).status).toBe(200);
});
