import { startBackend, startedBackend, tf } from '@stepwell/backend';
import { compileModules } from '@stepwell/backend/node';
import { beforeAll, describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { buildModel, initialWeights, type Config, type Convolution } from '../architecture/index.ts';
import { imageShape, textShape } from '../architecture/testing/shapes.ts';
import type { IdRows, Inputs, InputShape } from '../preparation/index.ts';
import { configOf } from '../../testing/outcomes.ts';
import { definitionOf } from '../../testing/states.ts';
import { concatenate } from './concatenate.ts';
import { emptySlots } from './evaluate.ts';
import type { Prepared } from './fit-data.ts';
import { withTrainer } from './create-trainer.ts';

/** What a Worker leaves to tensors. */
const HEAP = 64 * 1024 * 1024;
const BOOK: Convolution = {
  kind: 'conv2d',
  filters: [32, 64, 64],
  kernelSize: 3,
  padding: 'valid',
  pooling: 'max',
  ending: 'flatten',
  batchNormalization: false,
};
const QUESTION = definitionOf({ type: 'multiclass', classes: Array.from('0123456789') });

beforeAll(async () => {
  await startBackend(await compileModules(), { heapLimit: HEAP });
});

interface Case {
  name: string;
  config: Partial<Config>;
  shape: InputShape;
  rows: number;
}

// The widest first: once others have come and gone, the heap is no longer in one piece.
const CASES: Case[] = [
  {
    name: '10,000 words, 512 and 512 units',
    config: { units: [512, 512], batchSize: 512 },
    shape: textShape(10_000),
    rows: 1_024,
  },
  {
    name: "the book's convnet",
    config: { units: [64], batchSize: 64, convolution: BOOK },
    shape: imageShape(28, 28, 1),
    rows: 150,
  },
  {
    name: "the book's convnet, normalised",
    config: { units: [64], batchSize: 64, convolution: { ...BOOK, batchNormalization: true } },
    shape: imageShape(28, 28, 1),
    rows: 150,
  },
  {
    name: 'large pictures, in slices',
    config: { units: [], batchSize: 20, convolution: { ...BOOK, filters: [32, 32], ending: 'global-average' } },
    shape: imageShape(96, 96, 3),
    rows: 66,
  },
  {
    name: '10,000 words as means of 16',
    config: { units: [16], batchSize: 512, embedding: { dimensions: 16, pooling: 'average', length: 1 } },
    shape: textShape(10_000),
    rows: 1_536,
  },
  {
    name: '256 words of 16 in a row',
    config: { units: [], batchSize: 512, embedding: { dimensions: 16, pooling: 'flatten', length: 256 } },
    shape: textShape(10_000, 2),
    rows: 1_536,
  },
];

function rowsFor({ shape, rows, config }: Case): Prepared {
  const random = generator(4, 'test', 'heap');
  const y = Float32Array.from({ length: rows }, () => random.below(10));
  return { rows, x: inputsFor(shape, rows, config.embedding !== undefined), y };
}

function inputsFor({ image, vocabulary, numbers }: InputShape, rows: number, ordered: boolean): Inputs {
  const random = generator(5, 'test', 'heap');
  if (image !== null) {
    const size = image.height * image.width * image.channels;
    const store = Uint8Array.from({ length: rows * size }, () => random.below(256));
    return {
      kind: 'images',
      images: { ...image, stores: [store], at: Int32Array.from({ length: rows }, (_, i) => i), scale: 1 / 255 },
      numbers: null,
    };
  }
  const length = 240;
  const start = Int32Array.from({ length: rows + 1 }, (_, row) => row * length);
  const ids = Uint16Array.from({ length: rows * length }, (_, i) =>
    ordered ? random.below(vocabulary) : (i % length) * 41 + random.below(41),
  );
  const words: IdRows = { vocabulary, start, ids };
  const beside = numbers === 0 ? null : new Float32Array(rows * numbers).fill(0.5);
  return ordered ? { kind: 'sequences', words, numbers: beside } : { kind: 'multi-hot', hot: words, numbers: beside };
}

describe.for(CASES)('$name', (one) => {
  test('trains and is evaluated within 64 MiB, and gives it back', ({ expect }) => {
    const spec = buildModel(QUESTION, configOf(one.config), one.shape);
    const data = rowsFor(one);
    const weights = initialWeights(spec, 1, 'heap');
    const order = Int32Array.from({ length: one.rows }, (_, i) => i);
    const minibatches = Math.ceil(one.rows / spec.batchSize);
    for (let again = 0; again < 2; again++) {
      withTrainer(spec, { weights, slots: emptySlots(spec, weights) }, [1, 2, 3, 4], (trainer) => {
        const losses = trainer.train(data, order, 0, minibatches, 0);
        expect(losses).toHaveLength(minibatches);
        expect(losses.every(Number.isFinite)).toBe(true);
        const { outputs } = trainer.evaluate(data, 0, one.rows);
        // However many at once: a convolution's blocks of pixels lie otherwise then.
        const parts = [0, 1, 2, 60].map((from, i, all) => trainer.evaluate(data, from, all[i + 1] ?? one.rows).outputs);
        expect(concatenate(parts)).toEqual(outputs);
      });
    }
    expect(startedBackend().heap.memory.buffer.byteLength).toBeLessThanOrEqual(HEAP);
  });
});

describe('a model that takes more', () => {
  test.for<Case>([
    {
      name: 'weights',
      config: { units: [], batchSize: 64, convolution: { ...BOOK, filters: [64] } },
      shape: imageShape(180, 180, 3),
      rows: 64,
    },
    {
      name: 'pictures whose statistics are taken',
      config: { units: [], batchSize: 64, convolution: { ...BOOK, padding: 'same', batchNormalization: true } },
      shape: imageShape(40, 40, 3),
      rows: 64,
    },
  ])('room for its $name is refused by name, leaves nothing behind, and the next one trains', (large, { expect }) => {
    const train = (one: Case) => {
      const spec = buildModel(QUESTION, configOf(one.config), one.shape);
      const weights = initialWeights(spec, 1, 'heap');
      const order = Int32Array.from({ length: 64 }, (_, i) => i);
      return withTrainer(spec, { weights, slots: emptySlots(spec, weights) }, [1, 2, 3, 4], (trainer) =>
        trainer.train(rowsFor(one), order, 0, 1, 0),
      );
    };
    const before = tf.memory();
    expect(() => train(large)).toThrow(
      expect.objectContaining({ code: 'model_too_large', message: expect.stringContaining('Use a smaller batch') }),
    );
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
    expect(train(CASES[1]!)).toHaveLength(1);
  });
});
