import { beforeAll, describe, test } from 'vitest';
import fc from 'fast-check';
import { StepwellError } from '@stepwell/base/errors';
import { readUpload } from '@stepwell/data/archive';
import { startEngine } from '../../workflow/src/training/architecture/testing/start-engine.ts';
import { decodeSafetensors, encodeSafetensors } from './archive/safetensors.ts';
import { train } from './testing/train.ts';
import {
  answersOf,
  decodeModel,
  encodeModel,
  notesOf,
  predict,
  predictedCsv,
  rowsOfJson,
  type JsonRow,
  type Model,
} from './index.ts';

beforeAll(startEngine);

/** `npm run test:fuzz` sets more. */
const RUNS = Number(process.env['STEPWELL_FUZZ'] || 300);
const TIMEOUT = { timeout: 3_600_000 };

const ROWS: JsonRow[] = [
  { size: 1.5, day: '2021-03-01', colour: 'red', open: true, note: 'some tea' },
  { size: null, colour: 'mauve', note: null },
];

let model: Promise<Model> | null = null;

/** A model that takes columns of every kind that JSON can hold; trained once. */
function trained(): Promise<Model> {
  return (model ??= trainOne());
}

async function trainOne(): Promise<Model> {
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
  const csv = ['size,day,colour,open,note,y', ...lines].join('\n');
  return (await train((await readUpload(new Blob([csv]).stream(), { part: null })).table)).model;
}

const nasty = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', 'x', '__proto__', [], {}, [[]], -1, 0, 0.5, 2, 7, 1e9, 2 ** 31, 1e308),
  fc.integer({ min: -10, max: 100 }),
);

/** Where one value of a JSON lies: its path. */
function pathsIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()].slice(0, 5) : Object.keys(value);
  return [path, ...keys.flatMap((key) => pathsIn(Reflect.get(value, key), [...path, key]))];
}

/** A copy in which one value is another, or lacks. */
function changed(value: unknown, path: readonly (string | number)[], to: unknown): unknown {
  const copy: unknown = structuredClone(value);
  if (path.length === 0) return to;
  let at: unknown = copy;
  for (const key of path.slice(0, -1)) at = Reflect.get(Object(at), key);
  if (to === undefined) Reflect.deleteProperty(Object(at), path.at(-1)!);
  else Reflect.set(Object(at), path.at(-1)!, to);
  return copy;
}

/** Encodes a model whose header is anything at all. */
function encoded(header: unknown, weights: readonly Float32Array[]): ArrayBuffer {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((8 + json.byteLength) / 4) * 4;
  const bytes = new Uint8Array(start + weights.reduce((sum, { byteLength }) => sum + byteLength, 0));
  new DataView(bytes.buffer).setUint32(0, 0x314d5753, true);
  new DataView(bytes.buffer).setUint32(4, json.byteLength, true);
  bytes.set(json, 8);
  let at = start;
  for (const weight of weights) {
    bytes.set(new Uint8Array(weight.buffer, weight.byteOffset, weight.byteLength), at);
    at += weight.byteLength;
  }
  return bytes.buffer;
}

describe('a model of which one part is another', () => {
  test('is refused, or predicts as a model does', TIMEOUT, async ({ expect }) => {
    const { weights, ...header } = await trained();
    expect(decodeModel(encoded(header, weights))).toEqual({ ...header, weights });
    const paths = pathsIn(header);
    expect(paths.length).toBeGreaterThan(100);
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.option(nasty, { nil: undefined }), (path, to) => {
        let model: Model;
        try {
          model = decodeModel(encoded(changed(header, path, to), weights));
        } catch (error) {
          expect(error).toMatchObject({ code: 'corrupt_blob' });
          refused++;
          return;
        }
        try {
          const { table, absent, unreadable } = rowsOfJson(ROWS, model.signature);
          const answers = answersOf(model, predict(model, table));
          expect(answers).toHaveLength(ROWS.length);
          predictedCsv(model, answers, notesOf(table, model.signature, absent, unreadable));
        } catch (error) {
          if (!(error instanceof StepwellError)) throw error;
        }
      }),
      { numRuns: RUNS },
    );
    expect(refused).toBeGreaterThan(RUNS / 10);
  });

  test('whose intervals belong to another target is refused', TIMEOUT, async ({ expect }) => {
    const { weights, ...header } = await trained();
    const rest = { coverage: null, order: 'random' };
    const columns = [[{ from: null, low: -1, high: 1 }]];
    const intervals = { kind: 'intervals', level: 0.9, scale: 'given', columns, rows: 20 };
    const decode = (bands: unknown) => decodeModel(encoded({ ...header, certainty: { bands, ...rest } }, weights));
    expect(() => decode(intervals)).toThrow(/it has intervals, and answers no numbers/);
    const sets = { kind: 'sets', level: 0.9, floor: 0.2, rows: 20 };
    expect(decode(sets).certainty).toEqual({ bands: sets, ...rest });
  });

  test('of another version is refused', TIMEOUT, async ({ expect }) => {
    const model = await trained();
    const bytes = encodeModel(model);
    const { weights, ...header } = model;
    expect(() => decodeModel(encoded({ ...header, schema: 'stepwell.model/2' }, weights))).toThrow(
      expect.objectContaining({ code: 'corrupt_blob' }),
    );
    bytes[3] = '2'.charCodeAt(0);
    expect(() => decodeModel(bytes.buffer)).toThrow(expect.objectContaining({ code: 'corrupt_blob' }));
  });
});

test('safetensors of which one part is another are refused, or hold what they held', TIMEOUT, async ({ expect }) => {
  const { spec, weights } = await trained();
  const bytes = encodeSafetensors(spec, weights);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const data = bytes.subarray(8 + length);
  const written = (json: unknown, claimed?: bigint) => {
    const text = new TextEncoder().encode(JSON.stringify(json));
    const all = new Uint8Array(8 + text.length + data.length);
    new DataView(all.buffer).setBigUint64(0, claimed ?? BigInt(text.length), true);
    all.set(text, 8);
    all.set(data, 8 + text.length);
    return all;
  };
  const held = weights.map((weight) => Float32Array.from(weight));
  const paths = pathsIn(header);
  const readOf = (all: Uint8Array) => {
    try {
      return decodeSafetensors(spec, all);
    } catch (error) {
      expect(error).toMatchObject({ code: 'corrupt_blob' });
      return null;
    }
  };
  let refused = 0;
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.option(nasty, { nil: undefined }), (path, to) => {
      const read = readOf(written(changed(header, path, to)));
      if (read === null) refused++;
      else expect(read).toEqual(held);
    }),
    { numRuns: RUNS },
  );
  expect(refused).toBeGreaterThan(RUNS / 2);
  for (const claimed of [0n, 1n, BigInt(length + 1), 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n]) {
    expect(readOf(written(header, claimed)), String(claimed)).toBeNull();
  }
});

test('any rows of JSON are read, or refused with the reason', TIMEOUT, async ({ expect }) => {
  const model = await trained();
  const names = model.signature.map(({ name }) => name);
  const cell = fc.oneof(
    fc.constantFrom<JsonRow[string]>(
      null,
      true,
      '',
      ' ',
      'NaN',
      'NA',
      'Infinity',
      '-1e999',
      '٣',
      '1,5',
      '25:61',
      '𝟙',
      '\u0000',
    ),
    fc.constantFrom<JsonRow[string]>(Number.NaN, Infinity, -0, 1e308, 5e-324, 8.64e15 + 1, -8.64e15),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.constantFrom('red', 'RED ', 'mauve', '2021-02-30', '31.12.2021', 'x'.repeat(5_000)),
  );
  const name = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.string() });
  fc.assert(
    fc.property(fc.array(fc.dictionary(name, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      const knows = rows.some((row) => names.some((one) => Object.hasOwn(row, one)));
      if (!knows) {
        expect(() => rowsOfJson(rows, model.signature)).toThrow(expect.objectContaining({ code: 'unknown_column' }));
        return;
      }
      const { table, absent, unreadable } = rowsOfJson(rows, model.signature);
      expect([table.rows, table.columns.map(({ name: of }) => of)]).toEqual([rows.length, names]);
      const answers = answersOf(model, predict(model, table));
      for (const answer of answers) {
        if (!('class' in answer)) throw new Error('a class was expected');
        const sum = Object.values(answer.probabilities).reduce((all, p) => all + p, 0);
        expect(Math.abs(sum - 1)).toBeLessThan(1e-5);
      }
      expect(notesOf(table, model.signature, absent, unreadable)).toHaveLength(rows.length);
    }),
    { numRuns: RUNS },
  );
});
