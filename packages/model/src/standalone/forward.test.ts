import { beforeAll, describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { evaluate, weightShapes, sizeOf, type Inputs, type ModelSpec } from '@stepwell/workflow/training';
import { startEngine } from '../in-node.ts';
import { forward } from './forward.ts';

beforeAll(startEngine);

const ROWS = 300;
const random = generator(3, 'test', 'forward');
const floats = (count: number) => Float32Array.from({ length: count }, () => random.uniform() - 0.5);
const dense = (units: number, activation: 'relu' | 'linear' | 'sigmoid' | 'softmax') =>
  ({ kind: 'dense', units, activation, l2: 0 }) as const;
const ENDINGS = {
  linear: 'mean-squared-error',
  sigmoid: 'binary-crossentropy',
  softmax: 'categorical-crossentropy',
} as const;

function specOf(
  layers: ModelSpec['layers'],
  ending: keyof typeof ENDINGS,
  fields: Pick<ModelSpec, 'inputs' | 'image' | 'text'>,
): ModelSpec {
  const optimizer = { name: 'sgd', learningRate: 0.1 } as const;
  return { layers, loss: ENDINGS[ending], optimizer, batchSize: 32, ...fields };
}

/** Texts of up to eleven words, some of them empty. */
function words(vocabulary: number) {
  const start = new Int32Array(ROWS + 1);
  const ids: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    const count = random.below(12);
    for (let i = 0; i < count; i++) ids.push(random.below(vocabulary));
    start[row + 1] = ids.length;
  }
  return { vocabulary, start, ids: Uint16Array.from(ids) };
}

/** Each word once a row, ascending. */
function hot(vocabulary: number) {
  const start = new Int32Array(ROWS + 1);
  const ids: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    for (let id = 0; id < vocabulary; id++) if (random.uniform() < 0.2) ids.push(id);
    start[row + 1] = ids.length;
  }
  return { vocabulary, start, ids: Uint16Array.from(ids) };
}

const images = (height: number, width: number, channels: number, beside = 0): Inputs => ({
  kind: 'images',
  images: {
    height,
    width,
    channels,
    stores: [100, 200].map((count) =>
      Uint8Array.from({ length: count * height * width * channels }, () => random.below(256)),
    ),
    at: Int32Array.from({ length: ROWS }, (_, row) => (row * 7) % ROWS),
    scale: 1 / 255,
  },
  numbers: beside === 0 ? null : Float32Array.from({ length: ROWS * beside }, () => random.uniform() - 0.5),
});

const conv = { kind: 'conv2d', filters: 4, kernelSize: 3, activation: 'relu', l2: 0 } as const;
const separable = { kind: 'separable-conv2d', filters: 5, kernelSize: 3, activation: 'linear', l2: 0 } as const;
const embedding = { kind: 'embedding', dimensions: 3, length: 5 } as const;
const text = (numbers: number, encoding: 'multi-hot' | 'sequences') => ({ vocabulary: 20, numbers, encoding });

const CASES: { name: string; spec: ModelSpec; x: () => Inputs }[] = [
  {
    name: 'dense layers of numbers',
    spec: specOf([dense(16, 'relu'), { kind: 'dropout', rate: 0.5 }, dense(2, 'linear')], 'linear', { inputs: 7 }),
    x: () => ({ kind: 'numbers', values: floats(ROWS * 7) }),
  },
  {
    name: 'convolutions of both paddings, pooling and flatten',
    spec: specOf(
      [
        { ...conv, padding: 'same' },
        { kind: 'max-pooling' },
        { ...conv, padding: 'valid' },
        { kind: 'average-pooling' },
        { kind: 'flatten' },
        dense(3, 'softmax'),
      ],
      'softmax',
      { inputs: 13 * 11 * 2, image: { height: 13, width: 11, channels: 2 } },
    ),
    x: () => images(13, 11, 2),
  },
  {
    name: 'separable convolutions, batch normalization and global pooling',
    spec: specOf(
      [
        { ...separable, padding: 'same' },
        { kind: 'batch-normalization' },
        { kind: 'activation', activation: 'relu' },
        { ...separable, padding: 'valid' },
        { kind: 'global-average-pooling' },
        dense(1, 'sigmoid'),
      ],
      'sigmoid',
      { inputs: 8 * 8 * 3, image: { height: 8, width: 8, channels: 3 } },
    ),
    x: () => images(8, 8, 3),
  },
  {
    name: 'words as ones, with numbers beside them',
    spec: specOf([dense(6, 'relu'), dense(1, 'sigmoid')], 'sigmoid', { inputs: 22, text: text(2, 'multi-hot') }),
    x: () => ({ kind: 'multi-hot', hot: hot(20), numbers: floats(ROWS * 2) }),
  },
  {
    name: 'means of word vectors, with numbers beside them',
    spec: specOf([{ ...embedding, pooling: 'average' }, { kind: 'concatenate' }, dense(3, 'softmax')], 'softmax', {
      inputs: 22,
      text: text(2, 'sequences'),
    }),
    x: () => ({ kind: 'sequences', words: words(20), numbers: floats(ROWS * 2) }),
  },
  {
    name: 'the last words one behind the other',
    spec: specOf([{ ...embedding, pooling: 'flatten' }, dense(1, 'sigmoid')], 'sigmoid', {
      inputs: 20,
      text: text(0, 'sequences'),
    }),
    x: () => ({ kind: 'sequences', words: words(20), numbers: null }),
  },
  {
    name: 'images, with numbers beside them',
    spec: specOf(
      [{ ...conv, padding: 'valid' }, { kind: 'flatten' }, { kind: 'concatenate' }, dense(3, 'softmax')],
      'softmax',
      { inputs: 6 * 5 * 2 + 3, image: { height: 6, width: 5, channels: 2, numbers: 3 } },
    ),
    x: () => images(6, 5, 2, 3),
  },
  {
    name: 'images, with numbers of a layer of their own beside them',
    spec: specOf(
      [{ kind: 'flatten' }, { kind: 'concatenate', branch: { units: 4, l2: 0 } }, dense(2, 'linear')],
      'linear',
      {
        inputs: 6 * 5 + 3,
        image: { height: 6, width: 5, channels: 1, numbers: 3 },
      },
    ),
    x: () => images(6, 5, 1, 3),
  },
  {
    name: 'words as ones, with numbers of a layer of their own behind the first layer',
    spec: specOf(
      [dense(6, 'relu'), { kind: 'concatenate', branch: { units: 4, l2: 0 } }, dense(1, 'sigmoid')],
      'sigmoid',
      { inputs: 22, text: text(2, 'multi-hot') },
    ),
    x: () => ({ kind: 'multi-hot', hot: hot(20), numbers: floats(ROWS * 2) }),
  },
];

describe('forward, without an engine, gives what the engine does', () => {
  test.for(CASES)('$name', ({ spec, x: make }, { expect }) => {
    const x = make();
    const weights = weightShapes(spec).map(({ name, shape }) =>
      name.endsWith('variance') ? floats(sizeOf(shape)).map((value) => 1 + value) : floats(sizeOf(shape)),
    );
    const { units = 0 } = spec.layers.at(-1) as { units?: number };
    const targets = spec.loss === 'categorical-crossentropy' ? 1 : units;
    const { outputs } = evaluate(spec, weights, { rows: ROWS, x, y: new Float32Array(ROWS * targets) });
    const plain = forward(spec, weights, x, ROWS);
    expect(plain).toHaveLength(outputs.length);
    const worst = outputs.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - plain[i]!) / Math.max(0.01, Math.abs(value))),
      0,
    );
    expect(worst).toBeLessThan(1e-5);
    expect(new Set(outputs).size).toBeGreaterThan(ROWS / 2);
  });
});
