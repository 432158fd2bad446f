import { generator } from '@stepwell/base/random';
import { allRows } from '@stepwell/metrics/targets';
import type { Table } from '@stepwell/data/table';
import { initialWeights, layerShapes, type ModelSpec } from '@stepwell/workflow/training';
import { categorical, numeric, tableOf } from '../../../data/src/testing/columns.ts';
import { fitPreparation } from '../../../workflow/src/training/preparation/index.ts';
import { plainPreparation, signatureOf, type Model } from '../index.ts';

const random = generator(7, 'test', 'untrained');

/** A model of one number whose weights are drawn, statistics of batch normalizations too. */
export function untrained(
  table: Table,
  preparation: Model['preparation'],
  { inputs, layers, ...shape }: Pick<ModelSpec, 'inputs' | 'layers' | 'image' | 'text'>,
): Model {
  const spec: ModelSpec = {
    inputs,
    layers,
    loss: 'mean-squared-error',
    optimizer: { name: 'sgd', learningRate: 1 },
    batchSize: 1,
    ...shape,
  };
  expectOneOutput(spec);
  return {
    schema: 'stepwell.model/1',
    question: { type: 'scalar-regression', target: ['y'], classes: null, labels: null, separator: null, bounds: null },
    threshold: 0.5,
    certainty: null,
    preparation,
    spec,
    signature: signatureOf(
      table,
      table.columns.map(({ name }) => name),
      null,
    ),
    sha256: '',
    origin: { dataset: '', verdict: '', measure: 'mae', value: 0, ci: [0, 0], rows: { trained: 0, tested: 0 } },
    weights: initialWeights(spec, 1, 'test').map((weight) => weight.map((value) => value + random.uniform() / 4)),
  };
}

function expectOneOutput(spec: ModelSpec): void {
  if (layerShapes(spec).at(-1)!.output.join() !== '1') throw new Error('the model has another shape');
}

/** Such a model, of images of 7 × 9 pixels with a number and a category beside them, and rows for it, some of them incomplete. */
export function modelOfImagesAndColumns(ownLayer: boolean): { model: Model; table: Table } {
  const rows = 40;
  const size = { height: 7, width: 9, channels: 2 };
  const store = Uint8Array.from({ length: rows * 7 * 9 * 2 }, () => random.below(256));
  const table = tableOf(
    rows,
    { kind: 'image', name: 'picture', ...size, stores: [store], at: allRows(rows).reverse() },
    numeric(
      'weight',
      Array.from({ length: rows }, (_, row) => (row % 7 === 0 ? null : Number((3 * random.uniform()).toFixed(3)))),
    ),
    categorical(
      'colour',
      Array.from({ length: rows }, (_, row) => ['red', 'blue', 'green', null][row % 4]!),
    ),
  );
  const target = { kind: 'number', width: 1, values: Float64Array.from(allRows(rows)) } as const;
  const preparation = [
    { column: 'picture', steps: ['pixels' as const] },
    { column: 'weight', steps: ['z-score' as const, 'mark-missing' as const] },
    { column: 'colour', steps: ['one-hot' as const, 'mark-missing' as const] },
  ];
  const part = { table, target, ids: allRows(rows) };
  const fitted = fitPreparation(part, preparation, part.ids, { features: false, bounds: null });
  const layers: ModelSpec['layers'] = [
    { kind: 'conv2d', filters: 3, kernelSize: 3, padding: 'valid', activation: 'relu', l2: 0 },
    { kind: 'flatten' },
    { kind: 'concatenate', ...(ownLayer ? { branch: { units: 5, l2: 0 } } : {}) },
    { kind: 'dense', units: 1, activation: 'linear', l2: 0 },
  ];
  const spec = { inputs: 7 * 9 * 2 + fitted.width, layers, image: { ...size, numbers: fitted.width } };
  return { table, model: untrained(table, plainPreparation(fitted), spec) };
}

/** Such a model, of three numbers in pieces: z-scores whose missing values are marked, robust ones, and logarithms. */
export function modelInPieces(): Model {
  const rows = 300;
  const column = (name: string, valueOf: () => number) =>
    numeric(
      name,
      Array.from({ length: rows }, (_, row) => (row % 11 === 0 ? null : valueOf())),
    );
  const table = tableOf(
    rows,
    column('a', () => 100 * random.uniform() - 50),
    column('b', () => random.below(9)),
    column('c', () => 10 ** random.below(6) * random.uniform()),
  );
  const target = { kind: 'number', width: 1, values: Float64Array.from(allRows(rows)) } as const;
  const part = { table, target, ids: allRows(rows) };
  const preparation = [
    { column: 'a', steps: ['z-score' as const, 'mark-missing' as const] },
    { column: 'b', steps: ['robust' as const] },
    { column: 'c', steps: ['log' as const] },
  ];
  const options = { features: false, bounds: null, numbers: 'piecewise-linear' } as const;
  const fitted = fitPreparation(part, preparation, part.ids, options);
  if (fitted.columns.some((one) => one.kind !== 'number' || one.pieces === undefined)) {
    throw new Error('a column has no pieces');
  }
  const layers: ModelSpec['layers'] = [
    { kind: 'dense', units: 4, activation: 'relu', l2: 0 },
    { kind: 'dense', units: 1, activation: 'linear', l2: 0 },
  ];
  return untrained(table, plainPreparation(fitted), { inputs: fitted.width, layers });
}
