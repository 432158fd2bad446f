import { beforeAll, describe, test } from 'vitest';
import fc from 'fast-check';
import { readUpload } from '@stepwell/data/archive';
import type { Table } from '@stepwell/data/table';
import type { ProblemType } from '@stepwell/workflow/question';
import { seededTable, seededTargets } from '../../workflow/src/testing/seeded-tables.ts';
import { startEngine } from '../../workflow/src/training/architecture/testing/start-engine.ts';
import { train } from './testing/train.ts';
import {
  alignTable,
  answersOf,
  decodeModel,
  encodeModel,
  notesOf,
  predict,
  predictedCsv,
  rowsOfJson,
  type JsonRow,
} from './index.ts';

beforeAll(startEngine);

const TIMEOUT = { timeout: 60_000 };

async function read(csv: string): Promise<Table> {
  return (await readUpload(new Blob([csv]).stream(), { part: null })).table;
}

describe('a model that was encoded and decoded', () => {
  test.for<ProblemType>([
    'binary',
    'multiclass',
    'multilabel',
    'scalar-regression',
    'vector-regression',
    'ranking',
    'ordinal',
  ])('predicts the sealed rows with the bits of the test: %s', TIMEOUT, async (type, { expect }) => {
    const { model, data, driven } = await train(seededTable(type, 120), {
      target: seededTargets(type),
      type,
      ...(type === 'ranking' ? { query: 'query' } : {}),
    });
    const { table, absent } = alignTable(data.unseal(), model.signature);
    expect(absent.size).toBe(0);
    expect(predict(model, table)).toEqual(driven.predictions);
  });

  test('is refused when any of it is missing or damaged', TIMEOUT, async ({ expect }) => {
    const { model } = await train(seededTable('binary', 120));
    const whole = encodeModel(model);
    const corrupt = expect.objectContaining({ code: 'corrupt_blob' });
    for (const length of [0, 4, 8, 100, whole.length - 4]) {
      expect(() => decodeModel(whole.slice(0, length).buffer)).toThrow(corrupt);
    }
    const other = whole.slice();
    other.set(new TextEncoder().encode('SWC2'));
    expect(() => decodeModel(other.buffer)).toThrow(corrupt);
    const damage = fc.array(fc.tuple(fc.nat({ max: 2_000 }), fc.nat({ max: 255 })), { minLength: 1 });
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          decodeModel(bytes.buffer);
        } catch (error) {
          expect(error).toMatchObject({ code: 'corrupt_blob' });
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('rows of another file', () => {
  const rows = Array.from({ length: 150 }, (_, i) => ({
    price: `${10 + (i % 40)},${i % 10}5`,
    day: `${String(1 + (i % 28)).padStart(2, '0')}/0${1 + (i % 9)}/2021`,
    colour: ['Red', 'blue', 'green'][i % 3]!,
    note: `some words about item ${i} and about ${['tea', 'coffee', 'milk'][i % 3]!}`,
    y: i % 7 < 3 ? 'yes' : 'no',
  }));
  const csv = (of: typeof rows) =>
    ['price;day;colour;note;y', ...of.map((row) => Object.values(row).join(';'))].join('\n');

  test('are read as the training file was: as CSV, and as JSON', TIMEOUT, async ({ expect }) => {
    const { model } = await train(await read(csv(rows)));
    expect(model.signature.map(({ name, kind }) => [name, kind])).toEqual([
      ['price', 'numeric'],
      ['day', 'date'],
      ['colour', 'categorical'],
      ['note', 'text'],
    ]);
    const some = rows.slice(0, 20);
    const fromCsv = predict(model, alignTable(await read(csv(rows)), model.signature).table).values.slice(0, 40);
    const asJson = (row: (typeof rows)[number]): JsonRow => {
      const { y: _, ...inputs } = row;
      return inputs;
    };
    const fromJson = rowsOfJson(some.map(asJson), model.signature);
    expect(predict(model, fromJson.table).values).toEqual(fromCsv);
    // Numbers as JSON has them, and spellings that training took for one.
    const plain = some.map((row): JsonRow => ({ ...asJson(row), price: Number(row.price.replace(',', '.')) }));
    expect(predict(model, rowsOfJson(plain, model.signature).table).values).toEqual(fromCsv);
  });

  test(
    'are read as was asked of the training file, where the rules would read them otherwise',
    TIMEOUT,
    async ({ expect }) => {
      const lines = Array.from(
        { length: 60 },
        (_, i) =>
          `${String(1 + (i % 12)).padStart(2, '0')}/${String(1 + (i % 11)).padStart(2, '0')}/2021,${i % 7 === 0 ? -9 : i % 7},${i}`,
      );
      const of = (some: string[]) => read(['day,level,y', ...some].join('\n'));
      const asked = { day: ['date:month-first'], level: ['missing:-9'] };
      const { model } = await train(await of(lines), { read: asked });
      expect(model.signature.map(({ kind, date, read: how }) => [kind, date?.order ?? null, how])).toEqual([
        ['date', 'month-first', asked.day],
        ['numeric', null, asked.level],
      ]);
      // 3 December by itself would be 12 March.
      const fromFile = alignTable(await of(['12/03/2021,-9,0', '12/04/2021,2,0']), model.signature).table;
      const { table } = rowsOfJson(
        [
          { day: '12/03/2021', level: -9 },
          { day: '12/04/2021', level: 2 },
        ],
        model.signature,
      );
      for (const { columns } of [fromFile, table]) {
        expect(columns[0]).toMatchObject({
          kind: 'date',
          values: Float64Array.of(Date.UTC(2021, 11, 3), Date.UTC(2021, 11, 4)),
        });
        expect(columns[1]).toMatchObject({ kind: 'numeric', values: Float64Array.of(Number.NaN, 2) });
      }
    },
  );

  test('have notes on what training never saw', TIMEOUT, async ({ expect }) => {
    const { model } = await train(await read(csv(rows)));
    const asked: JsonRow[] = [
      { price: '1000,5', day: '05/01/1999', colour: 'violet', note: 'tea' },
      { price: 'cheap', day: null, colour: 'RED', note: 'tea' },
    ];
    const { table, absent, unreadable } = rowsOfJson(asked, model.signature);
    const notes = notesOf(table, model.signature, absent, unreadable);
    expect(notes[0]).toEqual([
      { column: 'price', what: 'above' },
      { column: 'day', what: 'below' },
      { column: 'colour', what: 'unseen' },
    ]);
    expect(notes[1]).toEqual([
      { column: 'price', what: 'unreadable' },
      { column: 'day', what: 'missing' },
    ]);
    const lacking = rowsOfJson([{ price: 12.5 }], model.signature);
    expect([...lacking.absent]).toEqual(['day', 'colour', 'note']);
    const csvOut = predictedCsv(model, answersOf(model, predict(model, table)), notes);
    expect(csvOut.split('\n')[0]).toBe('row,y,p(no),p(yes),notes');
    expect(csvOut).toContain('above: price; below: day; unseen: colour');
  });

  test('come with intervals and sets, where the model has them', ({ expect }) => {
    const rest = { threshold: 0.5, certainty: null };
    const plain = { separator: null, bounds: null, labels: null, classes: null };
    const numbers = { ...plain, type: 'vector-regression' as const, target: ['a', 'b'] };
    const bin = (low: number, high: number, from: number | null = null) => ({ from, low, high });
    const columns = [[bin(-1, 2), bin(-3, 4, 10)], [bin(0, 0.5)]];
    const intervals = { kind: 'intervals', level: 0.9, scale: 'given', columns, rows: 100 } as const;
    const sure = { bands: intervals, coverage: null, order: 'random' } as const;
    const values = Float64Array.of(9, 1, 10, 2);
    const two = { kind: 'number', width: 2, values } as const;
    const answers = answersOf({ ...rest, question: numbers, certainty: sure }, two);
    expect(answers).toEqual([
      { numbers: { a: 9, b: 1 }, intervals: { a: [8, 11], b: [1, 1.5] } },
      { numbers: { a: 10, b: 2 }, intervals: { a: [7, 14], b: [2, 2.5] } },
    ]);
    expect(predictedCsv({ question: numbers, certainty: sure }, answers, [[], []])).toBe(
      'row,a,b,low90(a),high90(a),low90(b),high90(b),notes\n1,9,1,8,11,1,1.5,\n2,10,2,7,14,2,2.5,\n',
    );
    expect(answersOf({ ...rest, question: numbers }, two)[0]).toEqual({ numbers: { a: 9, b: 1 } });
    const classes = { ...plain, type: 'multiclass' as const, target: ['y'], classes: ['p', 'q', 's'] };
    const sets = { kind: 'sets', level: 0.9, floor: 0.3, rows: 100 } as const;
    const named = { question: classes, certainty: { ...sure, bands: sets } };
    const three = { kind: 'probabilities', numClasses: 3, values: Float64Array.of(0.35, 0.6, 0.05) } as const;
    const [answer] = answersOf({ ...rest, ...named }, three);
    expect(answer).toMatchObject({ class: 'q', set: ['q', 'p'] });
    expect(predictedCsv(named, [answer!], [[]])).toBe('row,y,p(p),p(q),p(s),set90,notes\n1,q,0.35,0.6,0.05,q; p,\n');
  });

  test('are predicted whatever their cells, or refused with a reason', TIMEOUT, async ({ expect }) => {
    const { model } = await train(await read(csv(rows)));
    const cell = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.double({ noDefaultInfinity: true, noNaN: true }),
      fc.string(),
      fc.constantFrom(
        '',
        'NaN',
        '-Infinity',
        '1e999',
        '1.234,5',
        '31/02/2021',
        '0000-00-00',
        '__proto__',
        'Red ',
        '1'.repeat(400),
      ),
    );
    const names = fc.constantFrom('price', 'day', 'colour', 'note', '__proto__', 'constructor');
    fc.assert(
      fc.property(fc.array(fc.dictionary(names, cell), { minLength: 1, maxLength: 4 }), (asked) => {
        try {
          const { table, absent, unreadable } = rowsOfJson(asked, model.signature);
          const predictions = predict(model, table);
          expect(predictions.values.every((value) => value >= 0 && value <= 1)).toBe(true);
          expect(notesOf(table, model.signature, absent, unreadable)).toHaveLength(asked.length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'unknown_column' });
        }
      }),
      { numRuns: 300 },
    );
  });

  test('are refused where no column is the model’s, or words stand among numbers', TIMEOUT, async ({ expect }) => {
    const { model } = await train(await read(csv(rows)));
    const unknown = expect.objectContaining({
      code: 'unknown_column',
      message: expect.stringContaining('"price", "day"'),
    });
    expect(() => rowsOfJson([{ cost: 1 }], model.signature)).toThrow(unknown);
    const other = await read('a,b\n1,2\n3,4\n');
    expect(() => alignTable(other, model.signature)).toThrow(unknown);
    const words = await read('price,day\nlow,01/02/2021\nhigh,02/02/2021\n');
    expect(() => alignTable(words, model.signature)).toThrow(expect.objectContaining({ code: 'test_table_mismatch' }));
  });
});
