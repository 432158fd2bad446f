import * as ort from 'onnxruntime-web';
import { beforeAll, describe, test, type ExpectStatic } from 'vitest';
import { generator } from '@stepwell/base/random';
import { readUpload } from '@stepwell/data/archive';
import { selectRows, type Table } from '@stepwell/data/table';
import { allRows } from '@stepwell/metrics/targets';
import type { RunSpecInput } from '@stepwell/workflow/question';
import type { ModelSpec } from '@stepwell/workflow/training';
import { categorical, cells, numeric, tableOf } from '../../../data/src/testing/columns.ts';
import { fitPreparation } from '../../../workflow/src/training/preparation/index.ts';
import { alignTable, plainPreparation, predict, rowsOfJson, type Model } from '../index.ts';
import { makeParity, parityError } from '../archive/parity.ts';
import { startEngine } from '../in-node.ts';
import { predictPlainly } from '../standalone/predict-plainly.ts';
import { train } from '../testing/train.ts';
import { modelInPieces, modelOfImagesAndColumns, untrained } from '../testing/untrained.ts';
import { encodeOnnx, namesIn } from './encode-onnx.ts';
import { feedsOf } from './testing/feeds.ts';

beforeAll(startEngine);

const TIMEOUT = { timeout: 60_000 };
const ROWS = 200;

/** Runs the ONNX file, and compares with what the engine predicts. */
async function expectSame(expect: ExpectStatic, model: Model, table: Table) {
  const session = await ort.InferenceSession.create(encodeOnnx(model));
  const feeds = Object.entries(feedsOf(model, table)).map(([name, { type, data, dims }]) => [
    name,
    new ort.Tensor(type, data, dims),
  ]);
  const answer = await session.run(Object.fromEntries(feeds));
  const numbers = Array.from((answer[namesIn(model).probabilities] ?? answer[namesIn(model).numbers])!.data, Number);
  const predicted = predict(model, table);
  const width = predicted.values.length / table.rows;
  const expected = numbers.map((_, row) => numbers.slice(row * width, (row + 1) * width)).slice(0, table.rows);
  expect(parityError(model, { rows: [], expected }, predicted)).toBeLessThan(1e-5);
  return answer;
}

const random = generator(7, 'test', 'onnx');
const number = () => random.uniform().toFixed(3);
const lines = (header: string, cellsOf: (i: number) => (string | number)[], rows = ROWS, separator = ',') =>
  [header, ...Array.from({ length: rows }, (_, i) => cellsOf(i).join(separator))].join('\n');
const TEXTS = lines('text,n,y', (i) => [
  `the ${['quick', 'slow'][i % 2]} ${['fox', 'dog', 'cat'][i % 3]} of row ${i} jumps`,
  number(),
  i % 3 === 0 ? 'p' : 'q',
]);
const CITIES = lines('city,x,y', (i) => [`city ${i % 150}`, number(), ['p', 'q', 's'][(i % 150) % 3]!], 900);

interface Kind {
  what: string;
  csv: string;
  spec?: Partial<RunSpecInput>;
}

describe('an ONNX file', () => {
  test.for<Kind>([
    {
      what: 'numbers, dates with hours, categories, codes, truths and missing cells',
      csv: lines(
        'price;day;colour;flag;month;y',
        (i) => [
          i % 13 === 0 ? '' : `${10 + (i % 40)},${i % 10}5`,
          i % 17 === 0 ? '' : `${1 + (i % 28)}/0${1 + (i % 9)}/20${10 + (i % 15)} ${i % 24}:30`,
          ['Red', 'blue', 'green', ''][i % 4]!,
          i % 3 === 0 ? 'true' : 'false',
          1 + (i % 12),
          i % 7 < 3 ? 'yes' : 'no',
        ],
        ROWS,
        ';',
      ),
      spec: { prepare: { month: 'one-hot' } },
    },
    {
      what: 'scaled numbers and a number to predict on a logarithmic scale',
      csv: lines('a,b,c,y', (i) => [number(), i % 23, 10 ** (i % 7), (i % 23) ** 3 + 1]),
      spec: { prepare: { a: 'robust', b: 'zero-to-one', c: 'log', y: 'log' } },
    },
    {
      what: 'two numbers to predict',
      csv: lines('a,b,y,z', (i) => [number(), i % 9, i % 9, number()]),
      spec: { target: ['y', 'z'] },
    },
    { what: 'hashed categories', csv: CITIES, spec: { prepare: { city: 'hash' } } },
    { what: 'target rates of categories', csv: CITIES, spec: { prepare: { city: 'target-rate' } } },
    { what: 'shares of categories', csv: CITIES, spec: { prepare: { city: 'frequency' } } },
    { what: 'labels', csv: lines('a,b,y', (i) => [number(), number(), ['u|v', 'u', 'v|w', 'w'][i % 4]!]) },
    {
      what: 'levels that a row reaches',
      csv: lines('a,b,y', (i) => [number(), i % 9, 1 + Math.floor((i % 9) / 2)]),
      spec: { type: 'ordinal', model: { units: [8], epochs: 3, ordinal: 'cumulative' } },
    },
    { what: 'words beside a number', csv: TEXTS },
    {
      what: 'columns called like its own inputs and outputs',
      csv: lines('words,label,probabilities,numbers,y', (i) => [
        `some words ${i % 5} and ${['tea', 'milk'][i % 2]} in row ${i}`,
        number(),
        ['red', 'blue'][i % 2]!,
        i % 7,
        i % 3 === 0 ? 'p' : 'q',
      ]),
    },
    {
      what: 'words with a number through a layer of its own',
      csv: TEXTS,
      spec: { model: { units: [8], epochs: 3, branch: 4 } },
    },
    {
      what: 'word vectors with a number through a layer of its own',
      csv: TEXTS,
      spec: {
        model: { units: [8], epochs: 3, branch: 4, embedding: { dimensions: 4, pooling: 'average', length: 20 } },
      },
    },
    {
      what: 'the mean of word vectors',
      csv: TEXTS,
      spec: { model: { units: [8], epochs: 3, embedding: { dimensions: 4, pooling: 'average', length: 20 } } },
    },
    {
      what: 'the last word vectors',
      csv: TEXTS,
      spec: { model: { units: [8], epochs: 3, embedding: { dimensions: 4, pooling: 'flatten', length: 9 } } },
    },
  ])('of $what predicts as the engine does', TIMEOUT, async ({ csv, spec }, { expect }) => {
    const { table } = await readUpload(new Blob([csv]).stream(), { part: null });
    const { model } = await train(table, { target: ['y'], ...spec });
    const { rows } = makeParity(model, (made) => predict(model, made));
    const answer = await expectSame(expect, model, rowsOfJson(rows, model.signature).table);
    if (model.question.classes === null) return;
    expect(answer[namesIn(model).label]!.data.every((label) => model.question.classes!.includes(String(label)))).toBe(
      true,
    );
  });

  test('of squares, products and ratios, and of cells that are missing, predicts as the engine does', async ({
    expect,
  }) => {
    const cell = (low: number, i: number) => (i % 11 === 0 ? null : low + random.uniform());
    const table = tableOf(
      ROWS,
      numeric(
        'a',
        cells(ROWS, (i) => cell(0.5, i)),
      ),
      numeric(
        'b',
        cells(ROWS, (i) => cell(-3, i + 1)),
      ),
      categorical(
        'c',
        cells(ROWS, (i) => ['x', 'y', null][i % 3]!),
      ),
    );
    const values = Float64Array.from({ length: ROWS }, (_, i) => i);
    const part = { table, target: { kind: 'number', width: 1, values } as const, ids: Int32Array.from(values) };
    const steps = [
      { column: 'a', steps: ['z-score', 'mark-missing'] as const },
      { column: 'b', steps: ['log'] as const },
      { column: 'c', steps: ['one-hot', 'mark-missing'] as const },
    ].map(({ column, steps: own }) => ({ column, steps: [...own] }));
    const fitted = fitPreparation(part, steps, part.ids, { features: true, bounds: null });
    expect(fitted.features!.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['square', 'product', 'ratio']));
    const layers: ModelSpec['layers'] = [
      { kind: 'dense', units: 4, activation: 'relu', l2: 0 },
      { kind: 'dense', units: 1, activation: 'linear', l2: 0 },
    ];
    const model = untrained(table, { ...plainPreparation(fitted) }, { inputs: fitted.width, layers });
    await expectSame(expect, model, table);
  });

  test('of a run whose search chose numbers in pieces predicts as the engine does', TIMEOUT, async ({ expect }) => {
    // A target that jumps up and down along a number.
    const csv = lines('a,y', (i) => [i / 400, [0, 6, 1, 8, 2, 9, 0, 7][Math.floor(i / 50)]!], 400);
    const { table } = await readUpload(new Blob([csv]).stream(), { part: null });
    const { model, driven } = await train(table, { effort: 'quick', type: 'scalar-regression', model: {} });
    const { best, trials } = driven.state.tune!;
    expect(trials.find(({ id }) => id === best)!.config.numbers).toBe('piecewise-linear');
    expect(model.preparation.columns[0]).toHaveProperty('pieces');
    const { rows } = makeParity(model, (made) => predict(model, made));
    await expectSame(expect, model, rowsOfJson(rows, model.signature).table);
  });

  test('of numbers in pieces, beyond their ends and missing too, predicts as the engine does', async ({ expect }) => {
    const model = modelInPieces();
    const values = [null, -1e300, -3, 0, 0.25, 1 / 3, 7, 49.5, 1e300];
    const row = (i: number) => ({ a: values[i % 9]!, b: values[(i * 5) % 9]!, c: values[(i * 7) % 9]! });
    const { table } = rowsOfJson(
      Array.from({ length: 63 }, (_, i) => row(i)),
      model.signature,
    );
    await expectSame(expect, model, table);
    const plainly = predictPlainly(model, table);
    expect(
      parityError(model, { rows: [], expected: Array.from(plainly.values, (value) => [value]) }, predict(model, table)),
    ).toBeLessThan(1e-5);
  });

  test.for([
    { what: 'as they are', ownLayer: false },
    { what: 'through a layer of their own', ownLayer: true },
  ])('of images with columns joined $what predicts as the engine does', async ({ ownLayer }, { expect }) => {
    const { model, table } = modelOfImagesAndColumns(ownLayer);
    await expectSame(expect, model, table);
    const expected = Array.from(predictPlainly(model, table).values, (value) => [value]);
    expect(parityError(model, { rows: [], expected }, predict(model, table))).toBeLessThan(1e-5);
    // Other columns beside the same images are answered otherwise.
    const [image, ...columns] = table.columns;
    const others = selectRows({ ...table, columns }, allRows(table.rows).reverse());
    const moved = predict(model, { ...table, columns: [image!, ...others.columns] });
    expect(parityError(model, { rows: [], expected }, moved)).toBeGreaterThan(0.01);
  });

  test(
    'of a forecast predicts as the engine does, relative to the naive forecasts of its rows',
    TIMEOUT,
    async ({ expect }) => {
      const csv = lines('x,y', (i) => [
        i % 5,
        (50 + i + 9 * Math.sin((2 * Math.PI * i) / 7) + random.uniform()).toFixed(4),
      ]);
      const { table } = await readUpload(new Blob([csv]).stream(), { part: null });
      for (const horizon of [1, 4]) {
        const { model, data } = await train(table, { horizon, order: 'file', season: [7] });
        await expectSame(expect, model, alignTable(data.unseal(), model.signature).table);
      }
    },
  );

  const dense = { kind: 'dense', units: 1, activation: 'linear', l2: 0 } as const;
  const filters = { filters: 3, kernelSize: 3, activation: 'relu', l2: 0 } as const;
  test.for<{ what: string; layers: ModelSpec['layers'] }>([
    {
      what: 'convolutions that keep the size, batch normalization and maxima',
      layers: [
        { kind: 'conv2d', ...filters, padding: 'same' },
        { kind: 'batch-normalization' },
        { kind: 'max-pooling' },
        { kind: 'flatten' },
        dense,
      ],
    },
    {
      what: 'filters of an even size, means of windows and of channels',
      layers: [
        { kind: 'conv2d', ...filters, kernelSize: 2, padding: 'same' },
        { kind: 'average-pooling' },
        { kind: 'conv2d', ...filters, padding: 'valid' },
        { kind: 'global-average-pooling' },
        dense,
      ],
    },
    {
      what: 'separable convolutions and dropout',
      layers: [
        { kind: 'separable-conv2d', ...filters, padding: 'same' },
        { kind: 'activation', activation: 'relu' },
        { kind: 'dropout', rate: 0.5 },
        { kind: 'separable-conv2d', ...filters, padding: 'valid' },
        { kind: 'flatten' },
        dense,
      ],
    },
  ])('of images by $what predicts as the engine does', async ({ layers }, { expect }) => {
    const size = { height: 7, width: 9, channels: 2 };
    const pixels = 7 * 9 * 2;
    const store = Uint8Array.from({ length: 5 * pixels }, () => random.below(256));
    const at = Int32Array.from([4, 0, 1, 2, 3]);
    const table = tableOf(5, { kind: 'image', name: 'picture', ...size, stores: [store], at });
    const preparation = {
      columns: [],
      features: null,
      width: 0,
      text: null,
      image: { column: 'picture', scale: 1 / 255 },
    };
    const model = untrained(
      table,
      { ...preparation, target: { mean: [3], sd: [2] } },
      { inputs: pixels, layers, image: size },
    );
    await expectSame(expect, model, table);
  });
});
