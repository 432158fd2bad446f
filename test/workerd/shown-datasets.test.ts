import { createHash } from 'node:crypto';
import type { RunSpec } from '@stepwell/workflow/question';
import { describe, test } from 'vitest';
import { createRun, postJson, readReport, request, uploadCsv, type TestRun } from './service.ts';
import { learnableCsv } from './tables.ts';

const SPEC = { target: ['y'], effort: 'quick' as const, protocol: 'hold-out' as const, seed: 5 };
const THEIRS = learnableCsv(60, 71);
const TESTS = learnableCsv(20, 72);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function answer(path: string, body: unknown, key?: string): Promise<[number, string | null]> {
  const response = await postJson(path, body, key);
  const { error } = (await response.json()) as { error?: { code: string } };
  return [response.status, error?.code ?? null];
}

async function withTestFile(): Promise<{ run: TestRun; spec: RunSpec }> {
  const run = await createRun(THEIRS, { ...SPEC, testDataset: await uploadCsv(TESTS) });
  return { run, spec: (await readReport(run)).spec };
}

describe('a dataset that a report shows', () => {
  test('is shown by the sha256 of its sha256, in everything that is read of the run', async ({ expect }) => {
    const { run, spec } = await withTestFile();
    expect([spec.dataset, spec.testDataset]).toEqual([sha256(sha256(THEIRS)), sha256(sha256(TESTS))]);
    expect((await readReport(run)).dataset.sha256).toBe(spec.dataset);
    for (const path of [`/api/runs/${run.id}`, `/api/runs/${run.id}/live`, `/api/runs/${run.id}/report`]) {
      expect(await (await request(path)).text()).not.toContain(sha256(THEIRS));
    }
    for (const path of [`/r/${run.id}`, `/api/runs/${run.id}/report.md`, `/api/runs/${run.id}/sketches`]) {
      expect(await (await request(path)).text()).not.toContain(sha256(THEIRS));
    }
  });

  test('gives nobody its columns, and begins no run by itself', async ({ expect }) => {
    const { spec } = await withTestFile();
    expect((await request(`/api/datasets/${spec.dataset}`)).status).toBe(404);
    for (const path of ['/api/runs', '/api/preview']) {
      expect(await answer(path, spec)).toEqual([404, 'unknown_dataset']);
      expect(await answer(path, { ...spec, from: 'a'.repeat(22) })).toEqual([404, 'unknown_dataset']);
    }
  });

  test('is that of the run that a changed one names, test file and all', async ({ expect }) => {
    const { run, spec } = await withTestFile();
    const changed = { ...spec, seed: 6, from: run.id };
    expect(await answer('/api/preview', changed)).toEqual([200, null]);
    const response = await postJson('/api/runs', changed);
    expect(response.status).toBe(201);
    const again = (await readReport((await response.json()) as TestRun)).spec;
    expect(again).toEqual({ ...spec, seed: 6, from: run.id });
  });

  test('is not put together with rows of another origin', async ({ expect }) => {
    const { run, spec } = await withTestFile();
    const mine = await uploadCsv(learnableCsv(40, 73));
    const { testDataset: _, ...alone } = spec;
    for (const mixed of [{ ...spec, dataset: mine }, { ...spec, testDataset: mine }, alone]) {
      expect(await answer('/api/runs', { ...mixed, from: run.id })).toEqual([404, 'unknown_dataset']);
    }
    const swapped = { ...spec, dataset: mine, testDataset: spec.dataset, from: run.id };
    expect(await answer('/api/runs', swapped)).toEqual([404, 'unknown_dataset']);
  });

  test('is gone with the link that showed it', async ({ expect }) => {
    const run = await createRun(THEIRS, SPEC);
    const made = await postJson(`/api/runs/${run.id}/links`, { days: 1 }, run.key);
    const { link } = (await made.json()) as { link: string };
    const { spec } = (await (await request(`/api/runs/${link}/report`)).json()) as { spec: RunSpec };
    expect((await answer('/api/preview', { ...spec, from: link }))[0]).toBe(200);
    await request(`/api/runs/${run.id}/links/${link}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${run.key}` },
    });
    expect(await answer('/api/preview', { ...spec, from: link })).toEqual([404, 'unknown_dataset']);
  });
});
