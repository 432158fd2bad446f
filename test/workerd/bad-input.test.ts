import { env } from 'cloudflare:workers';
import { describe, test, type ExpectStatic } from 'vitest';
import { createRun, postJson, readReport, request, step, uploadCsv, type TestRun } from './service.ts';
import { groupedCsv, learnableCsv, noiseCsv } from './tables.ts';

/** What a refused request must be: this status, this code, a sentence, and nothing stored. */
async function expectRefusal(expect: ExpectStatic, response: Response, status: number, code: string): Promise<void> {
  const body = (await response.json()) as { error: { code: string; message: string } };
  expect({ status: response.status, code: body.error.code }).toEqual({ status, code });
  expect(body.error.message).toMatch(/^[A-Z"0-9].{20,}/s);
  expect(body.error.message).not.toMatch(/undefined|\[object|stack|Error:/);
}

function upload(body: BodyInit, type = 'text/csv'): Promise<Response> {
  return request('/api/datasets', { method: 'POST', headers: { 'content-type': type }, body });
}

async function countStored(): Promise<number[]> {
  const objects = await env.OBJECTS.list();
  const runs = await env.DB.prepare('SELECT count(*) AS n FROM runs').first<{ n: number }>();
  return [objects.objects.length, runs!.n];
}

const FILES: [string, BodyInit, number, string][] = [
  [
    'not a table: a PNG',
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
    422,
    'not_a_table',
  ],
  ['NUL bytes in a text', 'a,b\n1,\u0000\n', 422, 'not_a_table'],
  ['nothing', '', 422, 'empty_table'],
  ['a header and 0 rows', 'a,b\n', 422, 'empty_table'],
  ['1 column', 'a\n1\n2\n', 422, 'too_few_columns'],
  ['six rows that do not fit', `a,b\n1,2\n${'3\n'.repeat(6)}${'4,5\n'.repeat(9)}`, 422, 'ragged_rows'],
  ['10,000 columns', `${Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(',')}\n`, 422, 'too_many_columns'],
];

describe('files that are refused', () => {
  for (const [name, body, status, code] of FILES) {
    test(name, async ({ expect }) => {
      const before = await countStored();
      await expectRefusal(expect, await upload(body), status, code);
      expect(await countStored()).toEqual(before);
    });
  }

  test('a body of 200 MB, cut off at the limit', async ({ expect }) => {
    const before = await countStored();
    let sent = 0;
    const chunk = new TextEncoder().encode(`1,${'x'.repeat(1_000)}\n`.repeat(64));
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent === 0) controller.enqueue(new TextEncoder().encode('a,b\n'));
        else if (sent > 200_000_000) return controller.close();
        else controller.enqueue(chunk);
        sent += chunk.byteLength;
      },
    });
    await expectRefusal(expect, await upload(body), 413, 'body_too_large');
    expect(sent).toBeLessThan(98_000_000);
    const announced = await request('/api/datasets', {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'content-length': '200000000' },
      body: 'a,b\n1,2\n',
    });
    await expectRefusal(expect, announced, 413, 'body_too_large');
    expect(await countStored()).toEqual(before);
  });

  test('a compressed body', async ({ expect }) => {
    const body = new Response('a,b\n1,2\n').body!.pipeThrough(new CompressionStream('gzip'));
    const headers = { 'content-type': 'text/csv', 'content-encoding': 'gzip' };
    await expectRefusal(
      expect,
      await request('/api/datasets', { method: 'POST', headers, body }),
      415,
      'unsupported_media_type',
    );
  });

  test('a column name longer than a spec can name', async ({ expect }) => {
    await expectRefusal(expect, await upload(`a,${'b'.repeat(1_001)}\n1,2\n`), 422, 'cell_too_long');
    expect((await upload(`a,${'b'.repeat(1_000)}\n1,2\n`)).status).toBe(201);
  });

  test('a body of another kind', async ({ expect }) => {
    await expectRefusal(expect, await upload('<p>', 'text/html'), 415, 'unsupported_media_type');
    await expectRefusal(expect, await upload('{}', 'application/json'), 422, 'empty_table');
  });
});

describe('files that are taken', () => {
  const TAKEN: [string, BodyInit, { columns: string[]; rows: number }][] = [
    [
      'Windows-1252',
      new Uint8Array([...new TextEncoder().encode('a,b\n1,caf'), 0xe9, 0x0a]),
      { columns: ['a', 'b'], rows: 1 },
    ],
    ['colons between cells', 'a:b\n1:2\n', { columns: ['a', 'b'], rows: 1 }],
    ['one row with a cell too few', 'a,b\n1,2\n3\n4,5\n', { columns: ['a', 'b'], rows: 2 }],
    ['a quote that never closes', 'a,b\n1,"2\n3,4\n', { columns: ['a', 'b'], rows: 2 }],
    ['a name twice', 'a,b,a\n1,2,3\n', { columns: ['a', 'b', 'a (2)'], rows: 1 }],
    ['a column without a name', 'a,,c\n1,2,3\n', { columns: ['a', 'column 2', 'c'], rows: 1 }],
    ['JSON lines', '{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n', { columns: ['a', 'b'], rows: 2 }],
    [
      'ARFF',
      '@relation r\n@attribute a numeric\n@attribute b {x,y}\n@data\n1,x\n2,y\n',
      { columns: ['a', 'b'], rows: 2 },
    ],
    ['svmlight', '1 1:0.5 2:1\n-1 1:0.25\n', { columns: ['label', 'f1', 'f2'], rows: 2 }],
  ];
  test.for(TAKEN)('%s', async ([, body, { columns, rows }], { expect }) => {
    const response = await upload(body);
    expect(response.status).toBe(201);
    const answer = (await response.json()) as { columns: { name: string }[]; rows: number; reading: object | null };
    expect(answer.columns.map(({ name }) => name)).toEqual(columns);
    expect(answer.rows).toBe(rows);
    expect(answer.reading).not.toBeNull();
  });

  test('BOM, CRLF, quotes with newlines, and a header of __proto__', async ({ expect }) => {
    const csv = '\ufeff"__proto__",constructor,"a ""b"""\r\n1,"x\r\ny",2\r\nNaN,NULL,3\r\n';
    const response = await upload(csv);
    expect(response.status).toBe(201);
    const body = (await response.json()) as { columns: { name: string; missing: number }[]; rows: number };
    expect(body.rows).toBe(2);
    expect(body.columns.map(({ name, missing }) => [name, missing])).toEqual([
      ['__proto__', 1],
      ['constructor', 1],
      ['a "b"', 0],
    ]);
  });

  test('a run with __proto__ as an input and constructor as the target', async ({ expect }) => {
    const rows = learnableCsv(30).split('\n').slice(1).join('\n');
    const run = await createRun(`__proto__,b,hasOwnProperty,constructor\n${rows}`, { target: ['constructor'] });
    expect((await step(run)).status).toBe(200);
  });
});

describe('questions that are refused', () => {
  const cases: [string, string, Record<string, unknown>, number, string][] = [
    ['1 row', 'a,b\n1,2\n', { target: ['b'] }, 422, 'target_constant'],
    ['9 rows', learnableCsv(9), { target: ['y'] }, 422, 'too_few_rows'],
    ['a target that is not there', noiseCsv(40), { target: ['nope'] }, 422, 'unknown_column'],
    ['a constant target', `a,b\n${'1,2\n'.repeat(40)}`, { target: ['b'] }, 422, 'target_constant'],
    [
      'a target that is missing in every row',
      `a,b\n${'1,NA\n'.repeat(40)}`,
      { target: ['b'] },
      422,
      'target_all_missing',
    ],
    [
      'names that differ in every row',
      `a,b\n${Array.from({ length: 40 }, (_, i) => `${i},n${i}\n`).join('')}`,
      { target: ['b'] },
      422,
      'target_unique',
    ],
    [
      'no usable input',
      `a,b\n${Array.from({ length: 40 }, (_, i) => `1,${i % 2}\n`).join('')}`,
      { target: ['b'] },
      422,
      'no_inputs',
    ],
    ['two targets of two kinds', noiseCsv(40), { target: ['a', 'label'] }, 422, 'unsupported_problem'],
    ['a target named twice', noiseCsv(40), { target: ['label', 'label'] }, 422, 'unsupported_problem'],
    [
      'a type that it is not',
      noiseCsv(40),
      { target: ['label'], type: 'scalar-regression' },
      422,
      'unsupported_problem',
    ],
    [
      'auc of a number',
      learnableCsv(40),
      { target: ['y'], type: 'scalar-regression', measure: 'roc-auc' },
      422,
      'measure_mismatch',
    ],
    ['custom without an expression', noiseCsv(40), { target: ['label'], measure: 'custom' }, 422, 'measure_mismatch'],
    [
      'costs of a number',
      learnableCsv(40),
      { target: ['y'], costs: { falsePositive: 1, falseNegative: 2 } },
      422,
      'measure_mismatch',
    ],
    [
      'costs below zero',
      noiseCsv(40),
      { target: ['label'], costs: { falsePositive: -1, falseNegative: 2 } },
      400,
      'invalid_request',
    ],
    ...[
      'while (true) {}',
      '[].constructor.constructor("return process")()',
      'tp.constructor',
      '(() => tp)()',
      'tp = 5',
      '[1, 2, 3]',
      '"x".repeat(1e9)',
      '`${tp}`',
      'this',
      'process',
      'mean(correct',
      'correct',
      'eval("1")',
      '__proto__',
      'max()',
      `${'abs('.repeat(60)}n${')'.repeat(60)}`,
      `1${' + 1'.repeat(120)}`,
    ].map((expression): [string, string, Record<string, unknown>, number, string] => [
      `the measure ${expression.slice(0, 40)}`,
      noiseCsv(40),
      { target: ['label'], custom: { expression } },
      422,
      'invalid_expression',
    ]),
    [
      'an expression of 501 letters',
      noiseCsv(40),
      { target: ['label'], custom: { expression: 'n'.repeat(501) } },
      400,
      'invalid_request',
    ],
    ['a group that is not there', noiseCsv(40), { target: ['label'], group: 'who' }, 422, 'unknown_column'],
    ['one group for all', groupedCsv(() => 'all'), { target: ['y'], group: 'who' }, 422, 'protocol_mismatch'],
    [
      'more folds than groups',
      groupedCsv((row) => 'abc'[row % 3]!),
      { target: ['y'], group: 'who', folds: 5 },
      422,
      'protocol_mismatch',
    ],
    [
      'names as times',
      groupedCsv((row) => `n${row % 7}`),
      { target: ['y'], timeColumn: 'who' },
      422,
      'protocol_mismatch',
    ],
    [
      'one moment for all',
      groupedCsv(() => '2024-05-01'),
      { target: ['y'], timeColumn: 'who' },
      422,
      'protocol_mismatch',
    ],
    [
      'iterations of a hold-out',
      noiseCsv(40),
      { target: ['label'], protocol: 'hold-out', iterations: 3 },
      422,
      'protocol_mismatch',
    ],
    [
      'logarithms of names',
      groupedCsv((row) => `n${row % 7}`),
      { target: ['y'], prepare: { who: 'log' } },
      422,
      'preparation_mismatch',
    ],
    [
      'sigmoid for a number',
      learnableCsv(40),
      { target: ['y'], model: { lastActivation: 'sigmoid' } },
      422,
      'layer_mismatch',
    ],
    [
      'squared errors of classes',
      noiseCsv(40),
      { target: ['label'], model: { loss: 'mean-squared-error' } },
      422,
      'layer_mismatch',
    ],
    [
      'a layer of their own for columns beside nothing',
      noiseCsv(40),
      { target: ['label'], model: { branch: 8 } },
      422,
      'layer_mismatch',
    ],
    ['no units', noiseCsv(40), { target: ['label'], model: { units: [0] } }, 400, 'invalid_request'],
    ['mae of names', noiseCsv(40), { target: ['label'], measure: 'mae' }, 422, 'measure_mismatch'],
    ['more folds than rows', noiseCsv(16), { target: ['label'], folds: 20 }, 422, 'protocol_mismatch'],
    [
      'folds with hold-out',
      noiseCsv(40),
      { target: ['label'], protocol: 'hold-out', folds: 3 },
      422,
      'protocol_mismatch',
    ],
    ['an unknown measure', noiseCsv(40), { target: ['label'], measure: 'vibes' }, 400, 'invalid_request'],
    ['an extra field', noiseCsv(40), { target: ['label'], admin: true }, 400, 'invalid_request'],
    ['a negative seed', noiseCsv(40), { target: ['label'], seed: -1 }, 400, 'invalid_request'],
    ['a target that is no list', noiseCsv(40), { target: 'label' }, 400, 'invalid_request'],
  ];
  for (const [name, csv, spec, status, code] of cases) {
    test(name, async ({ expect }) => {
      const dataset = await uploadCsv(csv);
      const before = await countStored();
      await expectRefusal(expect, await postJson('/api/runs', { dataset, ...spec }), status, code);
      expect(await countStored()).toEqual(before);
    });
  }

  test('a test file with other columns', async ({ expect }) => {
    const dataset = await uploadCsv(noiseCsv(40));
    const testDataset = await uploadCsv('a,label\n1,yes\n2,no\n');
    await expectRefusal(
      expect,
      await postJson('/api/runs', { dataset, testDataset, target: ['label'] }),
      422,
      'test_table_mismatch',
    );
  });

  test('a dataset that was never uploaded', async ({ expect }) => {
    await expectRefusal(
      expect,
      await postJson('/api/runs', { dataset: 'a'.repeat(64), target: ['b'] }),
      404,
      'unknown_dataset',
    );
    await expectRefusal(expect, await request(`/api/datasets/${'a'.repeat(64)}`), 404, 'unknown_dataset');
    await expectRefusal(expect, await request('/api/datasets/..%2f..%2fruns'), 400, 'invalid_request');
  });
});

describe('requests that are refused', () => {
  const bodies: [string, string][] = [
    ['broken JSON', '{"client":'],
    ['JSON that is no object', '[1,2]'],
    ['an extra field', '{"client":"a","fit":"rung-1/fold-0"}'],
    ['a __proto__ field', '{"__proto__":{"client":"x"},"client":"a"}'],
    ['a hostile client name', '{"client":"../../etc"}'],
    ['0 minibatches', '{"minibatches":0}'],
    ['minibatches as text', '{"minibatches":"7"}'],
    ['1e308 minibatches', '{"minibatches":1e308}'],
    ['a negative step', '{"expect":-1}'],
    ['deep nesting', `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`],
  ];
  for (const [name, body] of bodies) {
    test(`a step with ${name}`, async ({ expect }) => {
      const run = await createRun(noiseCsv(40), { target: ['label'] });
      const response = await request(`/api/runs/${run.id}/step`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${run.key}` },
        body,
      });
      await expectRefusal(expect, response, 400, 'invalid_request');
    });
  }

  test('a step whose body is not said to be JSON', async ({ expect }) => {
    const run = await createRun(noiseCsv(40), { target: ['label'] });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
      const response = await request(`/api/runs/${run.id}/step`, {
        method: 'POST',
        headers: { authorization: `Bearer ${run.key}`, 'content-type': type },
        body: '{"expect":99}',
      });
      await expectRefusal(expect, response, 415, 'unsupported_media_type');
    }
    expect((await readReport(run)).run.steps).toBe(0);
  });

  test('a JSON body of a megabyte', async ({ expect }) => {
    const body = JSON.stringify({ dataset: 'a'.repeat(1_000_000) });
    const response = await request('/api/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    await expectRefusal(expect, response, 413, 'body_too_large');
  });

  test("a step without a key, with a wrong one, with another run's", async ({ expect }) => {
    const run = await createRun(noiseCsv(40), { target: ['label'] });
    const other = await createRun(noiseCsv(40), { target: ['label'] });
    const withKey = (key: string): TestRun => ({ id: run.id, key });
    await expectRefusal(expect, await postJson(`/api/runs/${run.id}/step`, {}), 401, 'unauthorized');
    await expectRefusal(expect, await step(withKey('')), 401, 'unauthorized');
    await expectRefusal(expect, await step(withKey('not a key')), 401, 'unauthorized');
    await expectRefusal(expect, await step(withKey('A'.repeat(43))), 403, 'forbidden');
    await expectRefusal(expect, await step(withKey(other.key)), 403, 'forbidden');
    expect((await step(run)).status).toBe(200);
  });

  test('an unknown run, on every route', async ({ expect }) => {
    for (const id of ['a'.repeat(22), 'short', '..', '%00', "' OR 1=1 --"]) {
      const path = `/api/runs/${encodeURIComponent(id)}`;
      for (const route of ['', '/curve', '/decisions', '/report', '/predictions']) {
        const response = await request(path + route);
        expect(response.status).toBe(404);
      }
      expect((await postJson(`${path}/step`, {}, 'A'.repeat(43))).status).toBe(404);
    }
  });

  test('a bad cursor, an unknown address, predictions before the test', async ({ expect }) => {
    const run = await createRun(noiseCsv(40), { target: ['label'] });
    await expectRefusal(expect, await request(`/api/runs/${run.id}/curve?after=x`), 400, 'invalid_request');
    await expectRefusal(expect, await request(`/api/runs/${run.id}/curve?after=-1`), 400, 'invalid_request');
    await expectRefusal(expect, await request(`/api/runs/${'a'.repeat(22)}/curve?after=5`), 404, 'unknown_run');
    await expectRefusal(expect, await request('/api/nowhere'), 404, 'unknown_route');
    await expectRefusal(expect, await request(`/api/runs/${run.id}`, { method: 'PUT' }), 404, 'unknown_route');
    await expectRefusal(expect, await request(`/api/runs/${run.id}/predictions`), 409, 'not_ready');
  });
});
