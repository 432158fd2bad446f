import { report as reportSchema, type RunSpecInput } from '@stepwell/workflow';
import { STAGES } from '@stepwell/workflow/stages';
import { tf } from '@stepwell/backend';
import { describe, test } from 'vitest';
import { createRun, postJson, readReport, request, runToEnd, step } from './service.ts';
import { groupedCsv, learnableCsv, noiseCsv, rankedCsv } from './tables.ts';

const QUICK: Omit<RunSpecInput, 'dataset'> = { target: ['y'], effort: 'quick', protocol: 'hold-out', seed: 7 };

describe('a run from a table to its verdict', () => {
  test('ends with a report in stepwell.report/2, the vault opened once, better than the baseline', async ({
    expect,
  }) => {
    const run = await createRun(learnableCsv(120), QUICK);
    const report = reportSchema.parse(await runToEnd(run));
    expect(report.run.status).toBe('finished');
    expect(report.test?.opened).toBe(1);
    expect(report.test!.value).toBeLessThan(report.test!.baseline.value);
    expect(report.gate?.verdict).toBe('beats-baseline');
    expect(report.dataset.rows).toBe(120);
    expect(report.test?.rows).toBe(24);
    expect([...new Set(report.decisions.map((decision) => decision.stage))]).toEqual([...STAGES]);
  });

  test('stops at the gate when the inputs say nothing, and invents no later stage', async ({ expect }) => {
    const run = await createRun(noiseCsv(300), { ...QUICK, target: ['label'] });
    const report = reportSchema.parse(await runToEnd(run));
    expect(report.run.status).toBe('stopped');
    expect(['no-signal', 'underpowered']).toContain(report.gate?.verdict);
    expect([report.scaleUp, report.tune, report.test, report.model]).toEqual([null, null, null, null]);
  });

  test('goes on below the gate when asked, and says so', async ({ expect }) => {
    const run = await createRun(noiseCsv(60), { ...QUICK, target: ['label'], ignoreGate: true });
    const report = await runToEnd(run);
    expect(report.run.status).toBe('finished');
    expect(report.decisions).toContainEqual(
      expect.objectContaining({ stage: 'gate', by: 'user', choice: 'continue anyway' }),
    );
  });

  test('gives the same weights whatever the step budget', async ({ expect }) => {
    // Of a search, `run/invariants.test.ts` proves the same.
    const spec = { ...QUICK, effort: 'single' as const, ignoreGate: true, model: { epochs: 3 } };
    const hashes: (string | undefined)[] = [];
    for (const minibatches of [1, 2, 1000]) {
      const run = await createRun(learnableCsv(14), spec);
      const report = await runToEnd(run, { minibatches });
      hashes.push(report.model?.sha256);
    }
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(hashes).size).toBe(1);
  });

  test('gives other weights for another seed', async ({ expect }) => {
    const short = { ...QUICK, ignoreGate: true, model: { epochs: 8 } };
    const one = await runToEnd(await createRun(learnableCsv(20), short));
    const other = await runToEnd(await createRun(learnableCsv(20), { ...short, seed: 8 }));
    expect(one.model?.sha256).not.toBe(other.model?.sha256);
  });

  test('leaves no tensor behind over 50 steps', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), { ...QUICK, effort: 'standard' });
    for (let i = 0; i < 2; i++) await step(run, { minibatches: 8 });
    const { numTensors } = tf.memory();
    for (let i = 0; i < 50; i++) await step(run, { minibatches: 8 });
    expect((await readReport(run)).run.status).toBe('running');
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  test('curve pages come behind the cursor, each once', async ({ expect }) => {
    const spec = { ...QUICK, effort: 'single' as const, ignoreGate: true, model: { epochs: 8 } };
    const run = await createRun(learnableCsv(20), spec);
    await runToEnd(run, { minibatches: 3 });
    const read = async (after: number) =>
      (await request(`/api/runs/${run.id}/curve?after=${after}`)).json() as Promise<{
        pages: { seq: number; fit: string; points: { epoch: number }[] }[];
        more: boolean;
        next: number;
      }>;
    const seen: number[] = [];
    const epochs = new Map<string, number[]>();
    for (let cursor = 0, more = true; more;) {
      const answer = await read(cursor);
      for (const page of answer.pages) {
        seen.push(page.seq);
        epochs.set(page.fit, [...(epochs.get(page.fit) ?? []), ...page.points.map((point) => point.epoch)]);
      }
      ({ next: cursor, more } = answer);
    }
    expect(seen).toEqual(seen.map((_, i) => i + 1));
    for (const numbers of epochs.values()) expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    expect((await read(seen.length)).pages).toEqual([]);
    expect((await readReport(run)).run.status).toBe('finished');
  });
});

describe('odd tables', () => {
  const cases: [string, string, Omit<RunSpecInput, 'dataset'>][] = [
    ['rows that are all the same', `a,y\n${'1,x\n1,z\n2,x\n'.repeat(20)}`, { target: ['y'] }],
    ['dates that do not parse', groupedCsv((row) => (row % 2 === 0 ? '2024-05-01' : '31/31/2024')), { target: ['y'] }],
    ['numbers of 1e308', groupedCsv((row) => String((row % 5) * 1e308)), { target: ['y'] }],
    ['a class with one row', `${noiseCsv(60)}\n0.5,0.5,never\n0.1,0.9,never2`, { target: ['label'], folds: 3 }],
    ['a column that is constant in a fold', groupedCsv((row) => (row === 3 ? '1' : '0')), { target: ['y'], folds: 2 }],
    ['a measure that divides by nothing', noiseCsv(60), { target: ['label'], custom: { expression: 'tp / (n - n)' } }],
    [
      'labels that nobody has',
      `a,l1,l2\n${'1,0,0\n2,1,0\n2,0,0\n3,0,1\n1,0,1\n'.repeat(20)}`,
      { target: ['l1', 'l2'] },
    ],
  ];
  for (const [name, csv, spec] of cases) {
    test(`end in a verdict or a reason: ${name}`, async ({ expect }) => {
      const short = { effort: 'quick', ignoreGate: true, protocol: 'k-fold', folds: 2, model: { epochs: 8 } } as const;
      const run = await createRun(csv, { ...short, ...spec });
      const report = reportSchema.parse(await runToEnd(run));
      expect(['finished', 'stopped', 'failed']).toContain(report.run.status);
      if (report.run.failure !== null) expect(report.run.failure.message.length).toBeGreaterThan(20);
      expect(report.verdict.length).toBeGreaterThan(20);
    });
  }

  test('a category in the test that was never trained on is predicted all the same', async ({ expect }) => {
    const dataset = (await (
      await request('/api/datasets', {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: groupedCsv((row) => 'abc'[row % 3]!),
      })
    ).json()) as { sha256: string };
    const test = (await (
      await request('/api/datasets', {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: groupedCsv(() => 'never seen'),
      })
    ).json()) as { sha256: string };
    const spec = { dataset: dataset.sha256, testDataset: test.sha256, target: ['y'], ignoreGate: true };
    const created = await postJson('/api/runs', {
      ...spec,
      effort: 'quick',
      protocol: 'hold-out',
      model: { epochs: 8 },
    });
    const report = await runToEnd((await created.json()) as { id: string; key: string });
    expect(report.test?.rows).toBe(60);
  });
});

describe('the vault', () => {
  test('opens again for another trial: counted, and said', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), QUICK);
    const first = await runToEnd(run);
    const other = first.tune!.trials.find(({ id, status }) => id !== first.tune!.best && status !== 'diverged')!;
    const path = `/api/runs/${run.id}/reopen`;
    expect((await postJson(path, { trial: other.id })).status).toBe(401);
    expect((await postJson(path, { trial: 'tune-999' }, run.key)).status).toBe(400);
    const opened = await postJson(path, { trial: other.id }, run.key);
    expect(opened.status).toBe(200);
    expect((await postJson(path, { trial: other.id }, run.key)).status).toBe(409);
    const again = await runToEnd(run);
    expect(again.test).toMatchObject({ opened: 2, trial: other.id });
    expect(again.verdict).toContain('opened 2 times');
    expect(again.model!.sha256).not.toBe(first.model!.sha256);
    expect(again.decisions).toContainEqual(expect.objectContaining({ stage: 'test', by: 'user' }));
    const csv = await (await request(`/api/runs/${run.id}/predictions`)).text();
    expect(csv.trimEnd().split('\n')).toHaveLength(25);
  });

  test('stays shut before the run has come to it', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), QUICK);
    const response = await postJson(`/api/runs/${run.id}/reopen`, { trial: 'tune-1' }, run.key);
    expect(response.status).toBe(409);
  });
});

describe('other questions', () => {
  test('rows are ranked by query: a score for each, a verdict by query', async ({ expect }) => {
    const run = await createRun(rankedCsv(40), { ...QUICK, target: ['grade'], query: 'search', model: { epochs: 8 } });
    const report = await runToEnd(run);
    expect(report.run.failure).toBeNull();
    expect(report.problem).toMatchObject({ type: 'ranking', inputs: ['a', 'b'] });
    expect(report.test).toMatchObject({ rows: 48, queries: 8, baseline: { name: expect.stringContaining('order') } });
    expect(report.verdict).toMatch(/^Ranks the rows of each "search" by "grade" with NDCG@10 0\.9/);
    const csv = await (await request(`/api/runs/${run.id}/predictions`)).text();
    expect(csv.trimEnd().split('\n')).toHaveLength(49);
    const signature = await (await request(`/api/runs/${run.id}/signature`)).json();
    expect(signature).toMatchObject({ type: 'ranking', query: 'search' });
  });

  test('several numbers come back as several columns', async ({ expect }) => {
    const run = await createRun(learnableCsv(80), {
      ...QUICK,
      target: ['y', 'a'],
      ignoreGate: true,
      model: { epochs: 8 },
    });
    const report = await runToEnd(run);
    expect(report.problem).toMatchObject({ type: 'vector-regression', target: ['y', 'a'] });
    const csv = await (await request(`/api/runs/${run.id}/predictions`)).text();
    expect(csv.split('\n')[0]).toBe('row,y,a');
  });

  test('costs choose the threshold, which the predictions go by', async ({ expect }) => {
    const lines = learnableCsv(200).split('\n');
    const csv = [
      'a,b,colour,y',
      ...lines
        .slice(1)
        .map((line) => line.replace(/[^,]+$/, (y) => (Number(y) + (line.length % 5) * 2 > 6 ? 'yes' : 'no'))),
    ].join('\n');
    const costs = { falsePositive: 1, falseNegative: 20 };
    const report = await runToEnd(await createRun(csv, { ...QUICK, costs, model: { epochs: 12 } }));
    expect(report.run.failure).toBeNull();
    expect(report.tune!.threshold!.value).toBeLessThan(0.5);
    expect(report.tune!.threshold!.cost).toBeLessThanOrEqual(report.tune!.threshold!.costAtHalf);
    expect(report.measure!.threshold).toBe(report.tune!.threshold!.value);
    expect(report.test!.cost).not.toBeNull();
  });

  test('a measure of one’s own drives the run, and the report is there as Markdown', async ({ expect }) => {
    const custom = { expression: 'mean(abs(error))', greaterIsBetter: false };
    const run = await createRun(learnableCsv(120), { ...QUICK, custom, model: { epochs: 12 } });
    const report = await runToEnd(run);
    expect(report.measure).toMatchObject({ name: 'custom', expression: 'mean(abs(error))' });
    expect(report.test!.value).toBeCloseTo(report.test!.metrics['mae']!, 9);
    const markdown = await request(`/api/runs/${run.id}/report.md`);
    expect(markdown.headers.get('content-type')).toContain('text/markdown');
    expect(await markdown.text()).toContain('## tune');
  });
});
