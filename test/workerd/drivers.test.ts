import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import type { StepAnswer } from '../../apps/cli/src/drive.ts';
import { createRun, readReport, runToEnd, step } from './service.ts';
import { learnableCsv } from './tables.ts';

const SPEC = {
  target: ['y'],
  effort: 'quick' as const,
  protocol: 'k-fold' as const,
  folds: 2,
  model: { epochs: 8 },
  seed: 3,
  ignoreGate: true,
};

describe('several drivers of one run', () => {
  test('ten clients at once commit every step exactly once, with clean conflicts only', async ({ expect }) => {
    const alone = await runToEnd(await createRun(learnableCsv(24), SPEC), { minibatches: 60 });
    const run = await createRun(learnableCsv(24), SPEC);
    const refused = new Map<string, number>();
    let committed = 0;
    const client = async (name: string) => {
      for (;;) {
        const response = await step(run, { client: name, minibatches: 60 });
        if (response.ok) {
          const answer = (await response.json()) as StepAnswer;
          if (answer.did === null) return;
          committed += answer.committed;
          if (answer.run.status !== 'running') return;
          continue;
        }
        const { error } = (await response.json()) as { error: { code: string } };
        expect(response.status).toBe(409);
        expect(['step_conflict', 'busy']).toContain(error.code);
        refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
        // A held fit stays held for seconds: leave it to its holder.
        if (error.code === 'busy') return;
      }
    };
    // Each round, ten drivers; those who find every fit held go away, and come again in the next round.
    while ((await readReport(run)).run.status === 'running') {
      await Promise.all(Array.from({ length: 10 }, (_, i) => client(`driver-${i}`)));
    }
    const report = await readReport(run);
    expect(report.run.status).toBe('finished');
    expect(report.run.steps).toBe(committed);
    expect(report.model?.sha256).toBe(alone.model?.sha256);
    expect(report.decisions).toEqual(alone.decisions);
    const pages = await env.DB.prepare('SELECT fit_id, points FROM curve_pages WHERE run_id = ?1 ORDER BY seq')
      .bind(run.id)
      .all<{ fit_id: string; points: string }>();
    const epochs = new Map<string, number[]>();
    for (const { fit_id, points } of pages.results) {
      const page = JSON.parse(points) as { epoch: number }[];
      epochs.set(fit_id, [...(epochs.get(fit_id) ?? []), ...page.map((point) => point.epoch)]);
    }
    for (const numbers of epochs.values()) expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    expect(refused.size).toBeGreaterThan(0);
  });

  test('a step trains small fits one after the other, up to 16, and no more than its budget', async ({ expect }) => {
    const run = await createRun(learnableCsv(24), SPEC);
    const answers: StepAnswer[] = [];
    do answers.push((await (await step(run)).json()) as StepAnswer);
    while (answers.at(-1)!.did!.kind !== 'fit');
    const { committed, run: after } = answers.at(-1)!;
    expect(committed).toBeGreaterThan(1);
    expect(committed).toBeLessThanOrEqual(16);
    expect(after.steps).toBe(answers.reduce((sum, answer) => sum + answer.committed, 0));
    const slow = await createRun(learnableCsv(24), SPEC);
    let answer: StepAnswer;
    do answer = (await (await step(slow, { minibatches: 1 })).json()) as StepAnswer;
    while (answer.did!.kind !== 'fit');
    expect(answer.committed).toBe(1);
  });

  test('a step behind the run is refused as stale and changes nothing', async ({ expect }) => {
    const run = await createRun(learnableCsv(24), SPEC);
    await step(run, { expect: 0 });
    const stale = await step(run, { expect: 0 });
    expect(stale.status).toBe(409);
    expect(await stale.json()).toMatchObject({ error: { code: 'stale_step', details: { steps: 1 } } });
    expect((await readReport(run)).run.steps).toBe(1);
    expect((await step(run, { expect: 1 })).status).toBe(200);
  });

  test('a step after the end does nothing', async ({ expect }) => {
    const run = await createRun(learnableCsv(24), SPEC);
    const { run: before } = await runToEnd(run);
    const answer = (await (await step(run)).json()) as StepAnswer;
    expect(answer.did).toBeNull();
    expect((await readReport(run)).run.steps).toBe(before.steps);
  });
});
