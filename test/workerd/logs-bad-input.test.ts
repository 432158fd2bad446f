import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { createLog, curveOf, outcomeOf, sendPoints, takenPoints } from './logged.ts';
import { postJson, request, type TestRun } from './service.ts';

const point = { step: 1, values: { loss: 0.5 } };
const post = (run: TestRun, body: BodyInit, headers: Record<string, string> = {}) =>
  request(`/api/logs/${run.id}/points`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${run.key}`, ...headers },
    body,
  });
const messageOf = async (answer: Response) => ((await answer.json()) as { error: { message: string } }).error.message;

async function rows(): Promise<unknown> {
  const { results } = await env.DB.prepare(
    'SELECT count(*) AS batches, (SELECT sum(next) FROM logs) AS next FROM log_batches',
  ).all();
  return results;
}

describe('points', () => {
  test('of every wrong kind are refused, and nothing is stored', async ({ expect }) => {
    const run = await createLog();
    const before = await rows();
    const wrong: [string, string][] = [
      ['', 'no JSON'],
      ['{', 'no JSON'],
      ['[]', 'not an object'],
      ['null', 'not an object'],
      [JSON.stringify({ points: [point] }), 'seq'],
      [JSON.stringify({ seq: 0, points: [point] }), 'seq'],
      [JSON.stringify({ seq: 1.5, points: [point] }), 'seq'],
      [JSON.stringify({ seq: '1', points: [point] }), 'seq'],
      [JSON.stringify({ seq: 1 }), 'points'],
      [JSON.stringify({ seq: 1, points: [] }), 'one point at least'],
      [JSON.stringify({ seq: 1, points: {} }), 'points'],
      [JSON.stringify({ seq: 1, points: [point], extra: 1 }), '"extra" is no field'],
      [JSON.stringify({ seq: 1, points: [point, null] }), 'points.1'],
      [JSON.stringify({ seq: 1, points: [{ values: { loss: 1 } }] }), 'points.0.step'],
      [JSON.stringify({ seq: 1, points: [{ step: 0.5, values: { loss: 1 } }] }), 'points.0.step'],
      ['{"seq": 1, "points": [{"step": 1e999, "values": {"loss": 1}}]}', 'points.0.step'],
      ['{"seq": 1, "points": [{"step": NaN, "values": {"loss": 1}}]}', 'points.0.step'],
      [JSON.stringify({ seq: 1, points: [{ step: 1 }] }), 'points.0.values'],
      [JSON.stringify({ seq: 1, points: [{ step: 1, values: [1] }] }), 'points.0.values'],
      [JSON.stringify({ seq: 1, points: [{ step: 1, values: {} }] }), 'no values'],
      [JSON.stringify({ seq: 1, points: [{ step: 1, values: { loss: 'low' } }] }), '"loss" is no number'],
      [JSON.stringify({ seq: 1, points: [{ step: 1, values: { loss: true } }] }), '"loss" is no number'],
      [JSON.stringify({ seq: 1, points: [{ step: 1, values: { loss: { a: 1 } } }] }), '"loss" is no number'],
      [JSON.stringify({ seq: 1, points: [{ step: 1, values: { ' ': 1 } }] }), 'empty name'],
      [JSON.stringify({ seq: 1, points: [{ step: 1, values: { 'a\u0000b': 1 } }] }), 'control characters'],
      ['{"seq": 1, "points": [{"step": 1, "values": {"\\ud800": 1}}]}', 'half a character'],
      [JSON.stringify({ seq: 1, points: [{ step: 1, values: { ['x'.repeat(201)]: 1 } }] }), '201 characters'],
    ];
    for (const [body, words] of wrong) {
      const answer = await post(run, body);
      expect(answer.status, body.slice(0, 80)).toBe(400);
      expect(await messageOf(answer), body.slice(0, 80)).toContain(words);
    }
    expect(await outcomeOf(await post(run, '{}', { 'content-type': 'text/plain' }))).toEqual([
      415,
      'unsupported_media_type',
    ]);
    expect(await rows()).toEqual(before);
  });

  test('that are not finite are kept, however they are written', async ({ expect }) => {
    const run = await createLog();
    const body =
      '{"seq": 1, "points": [{"step": 1, "values": {"NaN is fine": NaN}}, {"step": 2, "values": {"NaN is fine": -Infinity}}, {"step": 3, "values": {"NaN is fine": null}}, {"step": 4, "values": {"NaN is fine": "inf"}}, {"step": 5, "values": {"NaN is fine": 1e999}}, {"step": 6, "values": {"NaN is fine": 1}}]}';
    expect((await post(run, body)).status).toBe(200);
    const [line] = (await curveOf(run)).lines;
    expect(line).toMatchObject({
      metric: 'NaN is fine',
      steps: [1, 2, 3, 4, 5, 6],
      values: [null, null, null, null, null, 1],
      marks: [
        [1, 'NaN'],
        [2, '-Infinity'],
        [3, 'NaN'],
        [4, 'Infinity'],
        [5, 'Infinity'],
      ],
    });
  });

  test('out of order and twice are all kept', async ({ expect }) => {
    const run = await createLog();
    const at = (step: number, loss: number) => ({ step, values: { loss } });
    await takenPoints(run, 1, [at(3, 0.3), at(1, 0.1), at(3, 0.4)]);
    await takenPoints(run, 2, [at(2, 0.2), at(Number.MIN_SAFE_INTEGER, 9), at(Number.MAX_SAFE_INTEGER, 8)]);
    const [line] = (await curveOf(run)).lines;
    expect(line).toMatchObject({
      count: 6,
      steps: [Number.MIN_SAFE_INTEGER, 1, 2, 3, 3, Number.MAX_SAFE_INTEGER],
      values: [9, 0.1, 0.2, 0.3, 0.4, 8],
    });
    expect(await (await request(`/api/logs/${run.id}`)).json()).toMatchObject({
      steps: { first: Number.MIN_SAFE_INTEGER, last: Number.MAX_SAFE_INTEGER },
    });
  });

  test('of ten thousand metrics are refused as one batch and as many, with the limit', async ({ expect }) => {
    const run = await createLog();
    const named = (from: number, to: number) =>
      Object.fromEntries(Array.from({ length: to - from }, (_, i) => [`weight/${from + i}`, i]));
    const all = await sendPoints(run, 1, [{ step: 1, values: named(0, 10_000) }]);
    const { error } = (await all.json()) as { error: { code: string; details: object; message: string } };
    expect([all.status, error.code, error.details]).toEqual([422, 'too_many_metrics', { limit: 1_000, known: 0 }]);
    expect(error.message).toContain('10000 metrics');
    await takenPoints(run, 1, [{ step: 1, values: named(0, 600) }]);
    await takenPoints(run, 2, [{ step: 1, values: named(600, 1_000) }]);
    expect(await outcomeOf(await sendPoints(run, 3, [{ step: 1, values: named(1_000, 1_001) }]))).toEqual([
      422,
      'too_many_metrics',
    ]);
    await takenPoints(run, 3, [{ step: 2, values: named(0, 1_000) }]);
    const { lines } = await curveOf(run);
    expect(lines).toHaveLength(50);
    expect((await curveOf(run, '?metric=weight%2F999')).lines[0]).toMatchObject({ count: 2 });
  });

  test('of a million steps in one request are refused before they are read', async ({ expect }) => {
    const run = await createLog();
    const million = `{"seq":1,"points":[${'{"step":1,"values":{"a":1}},'.repeat(1_000_000)}{"step":1,"values":{"a":1}}]}`;
    const answer = await post(run, million);
    expect([answer.status, await messageOf(answer)]).toEqual([413, expect.stringContaining('2 MB')]);
    const many = Array.from({ length: 10_001 }, (_, step) => ({ step, values: { a: 1 } }));
    const tooMany = await sendPoints(run, 1, many);
    expect([tooMany.status, await messageOf(tooMany)]).toEqual([413, expect.stringContaining('10001 points')]);
    const wide = Array.from({ length: 51 }, (_, step) => ({
      step,
      values: Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`m${i}`, 1])),
    }));
    expect(await outcomeOf(await sendPoints(run, 1, wide))).toEqual([413, 'batch_too_large']);
    await takenPoints(run, 1, many.slice(1));
    // Fifty points of a thousand values are the limit, too.
    await takenPoints(await createLog(), 1, wide.slice(1));
  });

  test('beyond what a run can have are refused', async ({ expect }) => {
    const run = await createLog();
    await env.DB.prepare('UPDATE logs SET points = 9999999 WHERE id = ?1').bind(run.id).run();
    expect(await outcomeOf(await sendPoints(run, 1, [point, point]))).toEqual([422, 'log_full']);
    await takenPoints(run, 1, [point]);
    expect(await outcomeOf(await sendPoints(run, 2, [point]))).toEqual([422, 'log_full']);
    await env.DB.prepare('UPDATE logs SET points = 1, value_count = 100000000 WHERE id = ?1').bind(run.id).run();
    expect(await outcomeOf(await sendPoints(run, 2, [point]))).toEqual([422, 'log_full']);
  });

  test('with hostile names of metrics are names and nothing else', async ({ expect }) => {
    const run = await createLog();
    const names = [
      '__proto__',
      'constructor',
      'toString',
      '=HYPERLINK("x")',
      '<img src=x onerror=alert(1)>',
      "'; DROP TABLE logs; --",
      '😀/../..',
    ];
    const object = `{${names.map((name) => `${JSON.stringify(name)}: 1`).join(',')}}`;
    expect((await post(run, `{"seq": 1, "points": [{"step": 1, "values": ${object}}]}`)).status).toBe(200);
    const { metrics } = (await (await request(`/api/logs/${run.id}`)).json()) as { metrics: string[] };
    expect(metrics).toEqual(names);
    const query = names.map((name) => `metric=${encodeURIComponent(name)}`).join('&');
    expect((await curveOf(run, `?${query}`)).lines.map(({ metric }) => metric)).toEqual(names);
    const csv = await (await request(`/api/logs/${run.id}/curve.csv`)).text();
    // A formula of a spreadsheet is none.
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
    const { points } = JSON.parse(await (await request(`/api/logs/${run.id}/export.json`)).text()) as {
      points: { values: object }[];
    };
    expect(Object.keys(points[0]!.values)).toEqual(names);
  });
});

describe('a logged run', () => {
  test('with a wrong name or config is not created', async ({ expect }) => {
    let deep: unknown = 1;
    for (let i = 0; i < 11; i++) deep = { deep };
    const wrong = [
      {},
      { project: '' },
      { project: '  ' },
      { project: 7 },
      { project: 'x'.repeat(201) },
      { project: 'a\u0007b' },
      { project: 'a', name: 'x'.repeat(201) },
      { project: 'a', config: [] },
      { project: 'a', config: 'x' },
      { project: 'a', config: { deep } },
      { project: 'a', config: { long: 'x'.repeat(65_536) } },
      { project: 'a', unknown: 1 },
    ];
    for (const body of wrong) {
      expect(await outcomeOf(await postJson('/api/logs', body)), JSON.stringify(body).slice(0, 60)).toEqual([
        400,
        'invalid_request',
      ]);
    }
    const huge = { project: 'a', config: { long: 'x'.repeat(200_000) } };
    expect(await outcomeOf(await postJson('/api/logs', huge))).toEqual([413, 'body_too_large']);
    const nested = `{"project": "a", "config": {"a": ${'['.repeat(30_000)}${']'.repeat(30_000)}}}`;
    const headers = { 'content-type': 'application/json' };
    const answer = await request('/api/logs', { method: 'POST', headers, body: nested });
    expect(await outcomeOf(answer)).toEqual([400, 'invalid_request']);
  });

  test('takes a config as deep and as long as the bounds', async ({ expect }) => {
    let deep: unknown = 1;
    for (let i = 0; i < 9; i++) deep = { deep };
    const config = { deep, long: 'x'.repeat(65_000), '<b>': null, list: [1, 'a', false] };
    const run = await createLog({ project: 'p', config });
    expect(await (await request(`/api/logs/${run.id}`)).json()).toMatchObject({ config });
  });

  test('is asked for its curve with bounds', async ({ expect }) => {
    const run = await createLog();
    const many = Array.from({ length: 51 }, (_, i) => `metric=m${i}`).join('&');
    for (const query of [
      'points=9',
      'points=4001',
      'points=x',
      'after=-1',
      'from=x',
      many,
      `metric=${'x'.repeat(201)}`,
    ]) {
      expect(await outcomeOf(await request(`/api/logs/${run.id}/curve?${query}`)), query).toEqual([
        400,
        'invalid_request',
      ]);
    }
    expect(await curveOf(run, '?from=5&to=1')).toEqual({ whole: true, after: 0, lines: [] });
  });
});
