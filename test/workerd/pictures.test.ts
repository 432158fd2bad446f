import { diagnostics } from '@stepwell/workflow';
import { describe, test } from 'vitest';
import { createRun, request, runToEnd, step } from './service.ts';
import { learnableCsv, noiseCsv } from './tables.ts';

describe('what a run shows of its rows', () => {
  test('sketches of the rows outside the vault, the target first', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), { target: ['y'], effort: 'quick' });
    const answer = await request(`/api/runs/${run.id}/sketches`);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    const { columns } = (await answer.json()) as {
      columns: { name: string; shape: { kind: string; counts?: number[] } }[];
    };
    expect(columns.map(({ name }) => name)).toEqual(['y', 'a', 'b', 'colour']);
    // 24 of the 120 rows are sealed.
    expect(columns[0]!.shape.counts!.reduce((sum, count) => sum + count, 0)).toBe(96);
  });

  test('diagnostics of the test rows, once they were opened', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), { target: ['y'], effort: 'quick', protocol: 'hold-out' });
    const early = await request(`/api/runs/${run.id}/diagnostics`);
    expect([early.status, ((await early.json()) as { error: { code: string } }).error.code]).toEqual([
      409,
      'not_ready',
    ]);
    const report = await runToEnd(run);
    const found = diagnostics.parse(await (await request(`/api/runs/${run.id}/diagnostics`)).json());
    if (found.kind !== 'number') throw new Error(`kind ${found.kind}`);
    const rows = found.targets[0]!.cells.reduce((sum, [, , count]) => sum + count, 0);
    expect([found.targets.length, rows]).toEqual([1, report.test!.rows]);
  });

  test('a matrix that agrees with the accuracy of the report', async ({ expect }) => {
    const csv = noiseCsv(100);
    const short = { effort: 'quick', protocol: 'k-fold', folds: 2, model: { epochs: 8 } } as const;
    const run = await createRun(csv, { ...short, target: ['label'], ignoreGate: true, measure: 'accuracy' });
    const report = await runToEnd(run);
    const found = diagnostics.parse(await (await request(`/api/runs/${run.id}/diagnostics`)).json());
    if (found.kind !== 'classes') throw new Error(`kind ${found.kind}`);
    const right = found.matrix.reduce((sum, row, i) => sum + row[i]!, 0);
    expect(right / report.test!.rows).toBeCloseTo(report.test!.value, 12);
    expect(found.curves).not.toBeNull();
  });

  test('nothing of a run that there is not', async ({ expect }) => {
    for (const what of ['sketches', 'diagnostics']) {
      expect((await request(`/api/runs/${'a'.repeat(22)}/${what}`)).status).toBe(404);
    }
  });
});

test('an upload says how its columns are spread', async ({ expect }) => {
  const answer = await request('/api/datasets', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: 'n,c\n1,x\n2,x\n3,y\n',
  });
  const { shapes, sha256 } = (await answer.json()) as { shapes: unknown[]; sha256: string };
  expect(shapes[0]).toMatchObject({ kind: 'bins', low: 1, high: 3 });
  expect(shapes[1]).toEqual({
    kind: 'levels',
    levels: [
      { label: 'x', count: 2 },
      { label: 'y', count: 1 },
    ],
    others: { levels: 0, count: 0 },
  });
  expect(await (await request(`/api/datasets/${sha256}`)).json()).toMatchObject({ shapes });
});

test('a run keeps its sketches while it trains', async ({ expect }) => {
  const run = await createRun(learnableCsv(60), { target: ['y'], effort: 'quick' });
  await step(run);
  expect((await request(`/api/runs/${run.id}/sketches`)).status).toBe(200);
});
