import { unzipSync } from 'fflate';
import { describe, test } from 'vitest';
import { createRun, postJson, request, runToEnd, type TestRun } from './service.ts';
import { learnableCsv } from './tables.ts';

const CSV = learnableCsv(120);
const SPEC = {
  target: ['y'],
  effort: 'single' as const,
  protocol: 'hold-out' as const,
  model: { units: [8], epochs: 4 },
};

interface Predicted {
  model: string;
  rows: { numbers: Record<string, number>; notes: { column: string; what: string }[] }[];
}

async function finished(): Promise<TestRun> {
  const run = await createRun(CSV, SPEC);
  await runToEnd(run);
  return run;
}

/** Asks for predictions of a file. */
function predictFile(run: TestRun, csv: string): Promise<Response> {
  return request(`/api/runs/${run.id}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: csv,
  });
}

describe('GET /api/runs/:id/model.zip', () => {
  test('is a zip with a program, and there is none before the test', async ({ expect }) => {
    const run = await finished();
    const answer = await request(`/api/runs/${run.id}/model.zip`);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    expect(new TextDecoder().decode(files['predict.mjs'])).toContain('node predict.mjs FILE');
    const { rows, expected } = JSON.parse(new TextDecoder().decode(files['parity.json'])) as {
      rows: object[];
      expected: number[][];
    };
    const asked = await postJson(`/api/runs/${run.id}/predict`, { rows });
    const predicted: Predicted = await asked.json();
    expect(predicted.rows.map(({ numbers }) => [numbers['y']])).toEqual(expected);
    const early = await createRun(CSV, SPEC);
    expect((await request(`/api/runs/${early.id}/model.zip`)).status).toBe(409);
  });
});

describe('POST /api/runs/:id/predict', () => {
  test('predicts the sealed rows as the test did, from a file and row by row', async ({ expect }) => {
    const run = await finished();
    const tested = (await (await request(`/api/runs/${run.id}/predictions`)).text()).trimEnd().split('\n').slice(1);
    const lines = CSV.split('\n');
    const sealed = tested.map((line) => Number(line.split(',')[0]));
    const file = [lines[0], ...sealed.map((row) => lines[row])].join('\n');
    const answer = await predictFile(run, file);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const predicted = (await answer.text()).trimEnd().split('\n');
    expect(predicted[0]).toBe('row,y,notes');
    const numbers = predicted.slice(1).map((line) => line.split(',')[1]);
    expect(numbers).toEqual(tested.map((line) => line.split(',')[1]));

    const [a, b, colour] = lines[sealed[0]!]!.split(',');
    const asked = { rows: [{ a: Number(a), b: b!, colour: colour!.toUpperCase() }, { a: 1e9 }] };
    const json = (await (await postJson(`/api/runs/${run.id}/predict`, asked)).json()) as Predicted;
    expect(json.rows[0]).toEqual({ numbers: { y: Number(numbers[0]) }, notes: [] });
    expect(json.rows[1]!.notes).toEqual([
      { column: 'a', what: 'above' },
      { column: 'b', what: 'missing' },
      { column: 'colour', what: 'missing' },
    ]);
    const report = (await (await request(`/api/runs/${run.id}/report`)).json()) as { model: { sha256: string } };
    expect(json.model).toBe(report.model.sha256);
  });

  test('refuses what it can’t predict, with the reason', async ({ expect }) => {
    const run = await finished();
    const refused = async (response: Response | Promise<Response>) => {
      const answer = await response;
      const { error } = (await answer.json()) as { error: { code: string; message: string } };
      return [answer.status, error.code];
    };
    const path = `/api/runs/${run.id}/predict`;
    expect(await refused(postJson(path, { rows: [] }))).toEqual([400, 'invalid_request']);
    expect(await refused(postJson(path, { rows: [{ a: { deep: 1 } }] }))).toEqual([400, 'invalid_request']);
    expect(await refused(postJson(path, { rows: [{ cost: 1 }] }))).toEqual([422, 'unknown_column']);
    expect(await refused(postJson(path, { rows: Array.from({ length: 1_001 }, () => ({ a: 1 })) }))).toEqual([
      400,
      'invalid_request',
    ]);
    expect(await refused(postJson(path, { rows: [{ colour: 'x'.repeat(2_000_000) }] }))).toEqual([
      413,
      'body_too_large',
    ]);
    expect(await refused(predictFile(run, 'p,q\n1,2\n'))).toEqual([422, 'unknown_column']);
    expect(await refused(predictFile(run, 'a,b,colour\nlow,2,red\nhigh,3,red\n'))).toEqual([
      422,
      'test_table_mismatch',
    ]);
    expect(await refused(predictFile(run, `a,b,colour\n${'1,2,red\n'.repeat(50_001)}`))).toEqual([
      413,
      'body_too_large',
    ]);
    expect(
      await refused(request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })),
    ).toEqual([400, 'invalid_request']);
  });

  test('says that there is no model before the test', async ({ expect }) => {
    const run = await createRun(CSV, SPEC);
    for (const response of [
      await postJson(`/api/runs/${run.id}/predict`, { rows: [{ a: 1 }] }),
      await request(`/api/runs/${run.id}/model`),
    ]) {
      expect(response.status).toBe(409);
      expect(await response.json()).toMatchObject({ error: { code: 'not_ready' } });
    }
  });
});

test('GET /api/runs/:id/model is the same whoever asks', async ({ expect }) => {
  const run = await finished();
  const [first, second] = await Promise.all([1, 2].map(() => request(`/api/runs/${run.id}/model`)));
  expect(first!.headers.get('cache-control')).toBe('no-cache');
  expect(new Uint8Array(await first!.arrayBuffer())).toEqual(new Uint8Array(await second!.arrayBuffer()));
});

test('GET /api/runs/:id/signature has the columns with what training saw of them', async ({ expect }) => {
  const run = await finished();
  const answer = await request(`/api/runs/${run.id}/signature`);
  const { type, target, columns } = (await answer.json()) as {
    type: string;
    target: string[];
    columns: { name: string; kind: string; range: object | null; categories: string[] | null }[];
  };
  expect([type, target]).toEqual(['scalar-regression', ['y']]);
  expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['a', 'numeric'],
    ['b', 'numeric'],
    ['colour', 'categorical'],
  ]);
  expect(columns[2]!.categories!.toSorted()).toEqual(['blue', 'green', 'red']);
  expect(columns[0]!.range).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
});
