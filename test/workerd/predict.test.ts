import { unzipSync } from 'fflate';
import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
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
    const json = JSON.stringify(Array.from({ length: 50_001 }, () => ({ a: 1 })));
    expect(await refused(predictFile(run, json))).toEqual([413, 'body_too_large']);
    for (const query of ['skip=-1', 'skip=x', 'first=0', 'rows=0', 'rows=1.5']) {
      const body = 'a,b,colour\n1,2,red\n';
      const sent = request(`${path}?${query}`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body });
      expect(await refused(sent), query).toEqual([400, 'invalid_request']);
    }
    expect(
      await refused(request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })),
    ).toEqual([400, 'invalid_request']);
  });

  test('answers a text while it comes, and closes it when nobody listens', async ({ expect }) => {
    const run = await finished();
    const encoder = new TextEncoder();
    const line = encoder.encode('1,2,red\n'.repeat(10_000));
    let pulled = 0;
    let cancelled = false;
    const endless = () => {
      pulled = 0;
      return new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            controller.enqueue(pulled++ === 0 ? encoder.encode('a,b,colour\n') : line);
          },
          cancel() {
            cancelled = true;
          },
        },
        { highWaterMark: 0 },
      );
    };
    const init = { method: 'POST', headers: { 'content-type': 'text/csv' }, body: endless(), duplex: 'half' };
    const answer = await request(`/api/runs/${run.id}/predict`, init);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const reader = answer.body!.getReader();
    const first = await reader.read();
    expect(new TextDecoder().decode(first.value)).toMatch(/^row,y,notes\n1,/);
    expect(pulled).toBeLessThan(10);
    await reader.cancel();
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(20);
    // Its limit of rows comes in the middle, where no status can be answered any more.
    const limited = await app.request(`/api/runs/${run.id}/predict`, { ...init, body: endless() }, env);
    const lines = (await limited.text()).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 200_000 + 1);
    expect(lines.at(-2)).toMatch(/^200000,-?\d/);
    expect(lines.at(-1)).toMatch(
      /^error,,"One request to this model predicts at most 200000 rows.* \[body_too_large\]"$/,
    );
  });

  test('answers as many rows as the time of a request allows, and says so', async ({ expect }) => {
    const run = await finished();
    // 3 numbers and 3 colours to 8 units and one: 57 parameters at most, two operations each.
    const short = { ...env, STEP_FLOPS: '10000' };
    const ask = async (path: string, init?: RequestInit) => (await app.request(path, init, short)).text();
    const { limits } = JSON.parse(await ask(`/api/runs/${run.id}/signature`)) as { limits: object };
    expect(limits).toEqual({ rows: expect.any(Number), bytes: 50_000_000 });
    const { rows } = limits as { rows: number };
    expect(rows).toBeGreaterThanOrEqual(Math.floor(10_000 / (2 * 57)));
    expect(rows).toBeLessThan(500);
    const body = `a,b,colour\n${Array.from({ length: 1_000 }, (_, i) => `${i / 1_000},2,red\n`).join('')}`;
    const csv = (query: string, text = body) =>
      ask(`/api/runs/${run.id}/predict${query}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: text,
      });
    const cut = (await csv('')).trimEnd().split('\n');
    expect(cut).toHaveLength(1 + rows + 1);
    expect(cut.at(-1)).toContain('[body_too_large]');
    const all = (await (await predictFile(run, body)).text()).trimEnd().split('\n');
    const later = (await csv(`?skip=${rows}&first=${rows + 1}&rows=${rows}`)).trimEnd().split('\n');
    expect(later).toEqual([all[0], ...all.slice(rows + 1, 2 * rows + 1)]);
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
