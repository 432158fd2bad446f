import { report as reportSchema, type RunSpecInput } from '@stepwell/workflow';
import { STAGES } from '@stepwell/workflow/stages';
import { tf } from '@stepwell/backend';
import { describe, test } from 'vitest';
import { createRun, readReport, request, runToEnd, step } from './service.ts';
import { learnableCsv, noiseCsv } from './tables.ts';

const QUICK: Omit<RunSpecInput, 'dataset'> = { target: ['y'], effort: 'quick', protocol: 'hold-out', seed: 7 };

describe('a run from a table to its verdict', () => {
  test('ends with a report in stepwell.report/1, the vault opened once, better than the baseline', async ({
    expect,
  }) => {
    const run = await createRun(learnableCsv(120), QUICK);
    const report = reportSchema.parse(await runToEnd(run));
    expect(report.run.status).toBe('finished');
    expect(report.test?.opened).toBe(1);
    expect(report.test!.value).toBeLessThan(report.test!.baseline.value);
    expect(report.power?.verdict).toBe('beats-baseline');
    expect(report.dataset.rows).toBe(120);
    expect(report.test?.rows).toBe(24);
    expect([...new Set(report.decisions.map((decision) => decision.stage))]).toEqual([...STAGES]);
  });

  test('stops at the gate when the inputs say nothing, and invents no later stage', async ({ expect }) => {
    const run = await createRun(noiseCsv(300), { ...QUICK, target: ['label'] });
    const report = reportSchema.parse(await runToEnd(run));
    expect(report.run.status).toBe('stopped');
    expect(['no-signal', 'underpowered']).toContain(report.power?.verdict);
    expect([report.scaleUp, report.tune, report.test, report.model]).toEqual([null, null, null, null]);
  });

  test('goes on below the gate when asked, and says so', async ({ expect }) => {
    const run = await createRun(noiseCsv(60), { ...QUICK, target: ['label'], goOn: true });
    const report = await runToEnd(run);
    expect(report.run.status).toBe('finished');
    expect(report.decisions).toContainEqual(
      expect.objectContaining({ stage: 'power', by: 'user', choice: 'go on anyway' }),
    );
  });

  test('gives the same weights whatever the step budget', async ({ expect }) => {
    const hashes: (string | undefined)[] = [];
    for (const minibatches of [1, 7, 1000]) {
      const run = await createRun(learnableCsv(14), { ...QUICK, goOn: true });
      const report = await runToEnd(run, { minibatches });
      hashes.push(report.model?.sha256);
    }
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(hashes).size).toBe(1);
  });

  test('gives other weights for another seed', async ({ expect }) => {
    const one = await runToEnd(await createRun(learnableCsv(20), { ...QUICK, goOn: true }));
    const other = await runToEnd(await createRun(learnableCsv(20), { ...QUICK, goOn: true, seed: 8 }));
    expect(one.model?.sha256).not.toBe(other.model?.sha256);
  });

  test('leaves no tensor behind over 200 steps', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), { ...QUICK, effort: 'standard' });
    for (let i = 0; i < 6; i++) await step(run, { minibatches: 2 });
    const { numTensors } = tf.memory();
    for (let i = 0; i < 200; i++) await step(run, { minibatches: 2 });
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  test('curve pages come behind the cursor, each once', async ({ expect }) => {
    const run = await createRun(learnableCsv(20), { ...QUICK, goOn: true });
    await runToEnd(run, { minibatches: 20 });
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
