import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { afterEach, describe, test, vi, type ExpectStatic } from 'vitest';
import { anyFile } from '../../packages/data/src/testing/archive/any-file.ts';
import { getModelBytes, modelKey, putModel } from '../../apps/api/src/storage/models.ts';
import { decodeModel, encodeModel } from '../../packages/model/src/index.ts';
import { nastyText, nastyValue } from '../fuzz/any-json.ts';
import { once } from './once.ts';
import { createRun, postJson, request, runToEnd, type TestRun } from './service.ts';
import { keysUnder } from './stored.ts';

/** `npm run test:fuzz` sets more. */
const RUNS = Number(process.env['STEPWELL_FUZZ'] || 200);
const HOUR = 3_600_000;

/** A run whose model takes columns of every kind that JSON can hold. */
const finished = once(async () => {
  const lines = Array.from({ length: 120 }, (_, i) =>
    [
      ((i * 7) % 23) + i / 100,
      `2021-0${1 + (i % 9)}-1${i % 9}`,
      ['red', 'green', 'blue'][i % 3],
      i % 2 === 0,
      `words about ${['tea', 'coffee', 'milk'][i % 3]!} number ${i} and more of them`,
      ['yes', 'no', 'maybe'][((i * 7) % 23) % 3],
    ].join(','),
  );
  const run = await createRun(['size,day,colour,open,note,y', ...lines].join('\n'), {
    target: ['y'],
    effort: 'single',
    protocol: 'hold-out',
    model: { units: [8], epochs: 2 },
  });
  await runToEnd(run);
  return run;
});

const COLUMNS = ['size', 'day', 'colour', 'open', 'note'];
const cell = fc.oneof(
  nastyValue,
  nastyText,
  fc.double(),
  fc.constantFrom<unknown>(
    '2021-01-02',
    '1e999',
    '-Infinity',
    'NaN',
    '٣',
    '1,5',
    '12:60',
    'true',
    'red ',
    'RED',
    8.64e15,
  ),
);
const column = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...COLUMNS) }, { weight: 1, arbitrary: nastyText });
const rows = fc.oneof(
  { weight: 8, arbitrary: fc.array(fc.dictionary(column, cell, { maxKeys: 6 }), { maxLength: 4 }) },
  { weight: 1, arbitrary: nastyValue },
);
const body = fc.oneof(
  { weight: 8, arbitrary: fc.record({ rows }) },
  { weight: 1, arbitrary: fc.record({ rows, more: nastyValue }) },
  { weight: 1, arbitrary: nastyValue },
);

function send(run: TestRun, content: BodyInit, type: string): Promise<Response> {
  return request(`/api/runs/${run.id}/predict`, { method: 'POST', headers: { 'content-type': type }, body: content });
}

/** Every answer is predictions or an error of the caller's, in a sentence. */
async function expectClear(expect: ExpectStatic, answer: Response, asked: unknown): Promise<string> {
  const text = await answer.text();
  expect(answer.status, `${JSON.stringify(asked)?.slice(0, 500)} → ${text.slice(0, 500)}`).toBeLessThan(500);
  if (answer.ok) return text;
  const { error } = JSON.parse(text) as { error: { code: string; message: string } };
  expect(error.message).toMatch(/^[A-Z"0-9].{10,}/su);
  expect(error.message).not.toMatch(/undefined|\[object|Error:/u);
  return text;
}

describe('POST /api/runs/:id/predict', () => {
  test(
    `answers ${RUNS} bodies of JSON, or says what is wrong`,
    async ({ expect }) => {
      const run = await finished();
      const before = await keysUnder('');
      const statuses = new Map<number, number>();
      await fc.assert(
        fc.asyncProperty(body, async (asked) => {
          const answer = await send(run, JSON.stringify(asked), 'application/json');
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          const text = await expectClear(expect, answer, asked);
          if (!answer.ok) return;
          const { rows: answers } = JSON.parse(text) as { rows: { class: string; probabilities: object }[] };
          expect(answers).toHaveLength((asked as { rows: unknown[] }).rows.length);
          for (const { class: named, probabilities } of answers) {
            expect(['yes', 'no', 'maybe']).toContain(named);
            const sum = Object.values(probabilities).reduce((all: number, p: number) => all + p, 0);
            expect(Math.abs(sum - 1), JSON.stringify(asked)).toBeLessThan(1e-5);
          }
        }),
        { numRuns: RUNS },
      );
      expect(statuses.get(200) ?? 0).toBeGreaterThan(RUNS / 20);
      expect(statuses.get(400) ?? 0).toBeGreaterThan(RUNS / 10);
      expect(await keysUnder('')).toEqual(before);
    },
    HOUR,
  );

  test(
    `answers ${RUNS} files of every format, whole and damaged, or says what is wrong`,
    async ({ expect }) => {
      const run = await finished();
      const before = await keysUnder('');
      const line = fc.array(fc.oneof(nastyText, fc.constantFrom('1.5', 'red', '2021-01-02', '"', '"a', ';', '\t')), {
        maxLength: 7,
      });
      const names = fc.shuffledSubarray([...COLUMNS, 'y', 'size', ''], { minLength: 1 });
      const csv = fc
        .tuple(names, fc.array(line, { maxLength: 30 }), fc.constantFrom(',', ';', '\t'))
        .map(([head, lines, delimiter]) =>
          new TextEncoder().encode([head, ...lines].map((cells) => cells.join(delimiter)).join('\n')),
        );
      const types = fc.constantFrom('text/csv', 'application/octet-stream', 'application/zip', 'text/plain');
      await fc.assert(
        fc.asyncProperty(fc.oneof(csv, anyFile), types, async (file, type) => {
          const answer = await send(run, Uint8Array.from(file), type);
          const text = await expectClear(expect, answer, new TextDecoder().decode(Uint8Array.from(file).slice(0, 300)));
          if (answer.ok) expect(text).toMatch(/^row,y,p\(maybe\),p\(no\),p\(yes\),notes\n/);
        }),
        { numRuns: RUNS },
      );
      expect(await keysUnder('')).toEqual(before);
    },
    HOUR,
  );

  test('refuses what is too deep, too long or too much', async ({ expect }) => {
    const run = await finished();
    const deep = `{"rows":[{"size":${'['.repeat(200_000)}${']'.repeat(200_000)}}]}`;
    for (const [content, status, code] of [
      [deep, 400, 'invalid_request'],
      ['['.repeat(1_000_000), 400, 'invalid_request'],
      ['{"rows":[{"size":NaN}]}', 400, 'invalid_request'],
      [JSON.stringify({ rows: [{ note: 'x'.repeat(1_000_000) }] }), 400, 'invalid_request'],
      [JSON.stringify({ rows: Array.from({ length: 1_000_000 }, () => 0) }), 413, 'body_too_large'],
      [JSON.stringify({ rows: Array.from({ length: 100_000 }, () => ({})) }), 400, 'invalid_request'],
    ] as const) {
      const answer = await send(run, content, 'application/json');
      const text = await expectClear(expect, answer, content.slice(0, 60));
      expect([answer.status, (JSON.parse(text) as { error: { code: string } }).error.code]).toEqual([status, code]);
    }
    const long = await send(run, `size,note\n1,${'x'.repeat(999_000)}\n2,tea\n`, 'text/csv');
    expect([long.status, (await long.text()).trimEnd().split('\n').length]).toEqual([200, 3]);
    const numbers = { rows: [{ size: '9'.repeat(90_000) }, { size: 1e308 }, { size: -1e308, day: 8.64e15 + 1 }] };
    expect((await postJson(`/api/runs/${run.id}/predict`, numbers)).status).toBe(200);
  });
});

describe('a stored model', () => {
  afterEach(() => vi.restoreAllMocks());

  test(
    'that was damaged is refused, every time it is asked for',
    async ({ expect }) => {
      const run = await createRun(
        'a,b,y\n' + Array.from({ length: 60 }, (_, i) => `${i % 7},${i % 5},${i % 7}`).join('\n'),
        {
          target: ['y'],
          type: 'scalar-regression',
          effort: 'single',
          protocol: 'hold-out',
          model: { units: [4], epochs: 1 },
        },
      );
      await runToEnd(run);
      vi.spyOn(console, 'error').mockImplementation(() => {});
      const key = modelKey(run.id, 1);
      const whole = new Uint8Array(await getModelBytes(env.OBJECTS, run.id, 1));
      const rowsOf = () => postJson(`/api/runs/${run.id}/predict`, { rows: [{ a: 1, b: 1 }] });
      // It is in no cache yet.
      for (const bytes of [
        new Uint8Array(0),
        whole.slice(0, 100),
        whole.slice(0, -4),
        Uint8Array.from([...whole, 0, 0, 0, 0]),
        new TextEncoder().encode('SWM2'.padEnd(200, ' ')),
        encodeModel({ ...decodeModel(whole.buffer), schema: 'stepwell.model/2' as 'stepwell.model/1' }),
      ]) {
        await env.OBJECTS.put(key, bytes);
        for (const ask of [rowsOf, () => request(`/api/runs/${run.id}/signature`), rowsOf]) {
          const answer = await ask();
          const { error } = (await answer.json()) as { error: { code: string } };
          expect([answer.status, error.code]).toEqual([500, 'corrupt_blob']);
        }
      }
      await putModel(env.OBJECTS, run.id, 1, decodeModel(whole.buffer));
      expect((await rowsOf()).status).toBe(200);
    },
    HOUR,
  );
});
