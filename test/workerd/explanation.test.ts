import { describe, test } from 'vitest';
import type { Explanation } from '@stepwell/workflow';
import { once } from './once.ts';
import { createRun, postJson, readReport, request, runToEnd } from './service.ts';
import { learnableCsv } from './tables.ts';

const CSV = learnableCsv(150);
const SPEC = { target: ['y'], effort: 'quick' as const, model: { epochs: 12 }, seed: 3 };

const finished = once(async () => {
  const run = await createRun(CSV, SPEC);
  await runToEnd(run);
  return run;
});

interface Dependence {
  column: string;
  at: number[];
  mean: number[][];
}
interface Miss {
  row: number;
  truth: number[];
  predicted: number[];
  cells: { column: string; value: string }[];
}

describe('a finished run', () => {
  test('says in its report which columns matter', async ({ expect }) => {
    const run = await finished();
    const {
      explanation,
      certainty,
      test: tested,
    } = (await readReport(run)) as {
      explanation: Explanation;
      certainty: { bands: { kind: string; level: number } };
      test: { coverage: { value: number; ci: [number, number] } };
    };
    // y = 3 a - 2 b + 2 for red.
    expect(explanation.importance.map(({ columns: [name] }) => name)).toEqual(['a', 'b', 'colour']);
    expect(explanation.importance.every(({ isClear }) => isClear)).toBe(true);
    expect(certainty.bands).toMatchObject({ kind: 'intervals', level: 0.9 });
    const { value, ci } = tested.coverage;
    expect(value).toBeGreaterThanOrEqual(ci[0]);
    expect(value).toBeLessThanOrEqual(ci[1]);
    const markdown = await (await request(`/api/runs/${run.id}/report.md`)).text();
    expect(markdown).toContain('## What matters');
    expect(markdown).toContain('90.0 % intervals hold the truth in');
  });

  test('shows how predictions change with a column', async ({ expect }) => {
    const run = await finished();
    const answer = await request(`/api/runs/${run.id}/explanation`);
    expect(answer.status).toBe(200);
    const { dependence, ...rest } = (await answer.json()) as { dependence: Dependence[] };
    // No cell of a row for everyone with a link.
    expect(Object.keys(rest)).toEqual(['words', 'occlusion']);
    const { at, mean } = dependence.find(({ column }) => column === 'a')!;
    const slope = (mean[0]!.at(-1)! - mean[0]![0]!) / (at.at(-1)! - at[0]!);
    expect(slope).toBeGreaterThan(2);
    expect(slope).toBeLessThan(4);
  });

  test('shows its worst rows to the key holder alone', async ({ expect }) => {
    const run = await finished();
    const ask = (key?: string) =>
      request(`/api/runs/${run.id}/misses`, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } });
    expect((await ask()).status).toBe(401);
    expect((await ask('A'.repeat(43))).status).toBe(403);
    const answer = await ask(run.key);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const { misses } = (await answer.json()) as { misses: Miss[] };
    expect(misses).toHaveLength(10);
    const lines = CSV.split('\n');
    for (const { row, truth, cells } of misses) {
      const [a, , , y] = lines[row]!.split(',');
      expect(truth).toEqual([Number(y)]);
      expect(cells.find(({ column }) => column === 'a')).toEqual({ column: 'a', value: String(Number(a)) });
    }
    const errors = misses.map(({ truth, predicted }) => Math.abs(truth[0]! - predicted[0]!));
    expect(errors).toEqual(errors.toSorted((x, y) => y - x));
  });

  test('predicts with intervals, as JSON and as CSV', async ({ expect }) => {
    const run = await finished();
    const predict = `/api/runs/${run.id}/predict`;
    const { rows } = (await (await postJson(predict, { rows: [{ a: 1, b: 0, colour: 'red' }] })).json()) as {
      rows: { numbers: { y: number }; intervals: { y: [number, number] } }[];
    };
    const [{ numbers, intervals }] = rows as [(typeof rows)[number]];
    expect(intervals.y[0]).toBeLessThan(numbers.y);
    expect(intervals.y[1]).toBeGreaterThan(numbers.y);
    const headers = { 'content-type': 'text/csv' };
    const csv = await (await request(predict, { method: 'POST', headers, body: 'a,b,colour\n1,0,red\n' })).text();
    expect(csv).toBe(`row,y,low90(y),high90(y),notes\n1,${numbers.y},${intervals.y[0]},${intervals.y[1]},\n`);
    const signature = await (await request(`/api/runs/${run.id}/signature`)).json();
    expect(signature).toMatchObject({ certainty: { bands: { kind: 'intervals' }, order: 'random' } });
  });
});

test('a run without an explanation says so', async ({ expect }) => {
  const run = await createRun(CSV, { ...SPEC, effort: 'single', protocol: 'hold-out' });
  for (const path of ['explanation', 'misses']) {
    const headers = { authorization: `Bearer ${run.key}` };
    const answer = await request(`/api/runs/${run.id}/${path}`, { headers });
    expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([
      409,
      'not_ready',
    ]);
  }
});
