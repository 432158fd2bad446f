import { startedBackend } from '@stepwell/backend';
import { beforeAll, describe, test } from 'vitest';
import { buildModel, initialWeights, weightShapes, type ModelSpec } from '../architecture/index.ts';
import { startEngine } from '../architecture/testing/start-engine.ts';
import { concatenate } from './concatenate.ts';
import { evaluate, emptySlots } from './evaluate.ts';
import { rowsAtOnce } from './evaluate-in-parts.ts';
import { openFusedTrainer, stackOptionsOf } from './fused-trainer.ts';
import { fitStep } from './index.ts';
import { openLayeredTrainer } from './layered-trainer.ts';
import { withTrainer } from './create-trainer.ts';
import { KINDS_OF_ROWS, smallFitOf } from './testing/kinds-of-rows.ts';
import type { Evaluated, Learned } from './trainer.ts';

beforeAll(startEngine);

const KEY = [1, 2, 3, 4];
const ALL = { minibatches: 10_000, flops: Infinity };

function learnedOf(spec: ModelSpec): Learned {
  const weights = initialWeights(spec, 1, 'kinds');
  return { weights, slots: emptySlots(spec, weights) };
}

describe.for(KINDS_OF_ROWS)('$name', (kind) => {
  test('teach a model: its loss falls, on rows that it has not seen too', ({ expect }) => {
    const small = smallFitOf(kind, { learningRate: 0.012, batchSize: 16 }, { train: 160, validation: 60 });
    // Moving statistics take hundreds of minibatches to get to those of the rows.
    small.fit.epochs = kind.config.convolution?.batchNormalization === true ? 36 : 18;
    const { points } = fitStep(small.fit, small.context, small.data, null, ALL);
    expect(points.at(-1)!.trainLoss).toBeLessThan(0.8 * points[0]!.trainLoss);
    expect(points.at(-1)!.validationLoss).toBeLessThan(0.95 * points[0]!.validationLoss!);
  });

  test('come out as the same bits however many are asked for at once', ({ expect }) => {
    const small = smallFitOf(kind, { dropout: 0.2 });
    const { checkpoint } = fitStep(small.fit, small.context, small.data, null, { minibatches: 7, flops: Infinity });
    const { spec, weights } = checkpoint;
    const { train } = small.data;
    const whole = evaluate(spec, weights, train);
    for (const size of [1, 5, 36]) {
      const parts: Evaluated[] = [];
      for (let from = 0; from < train.rows; from += size) {
        const to = Math.min(from + size, train.rows);
        parts.push(withTrainer(spec, checkpoint, KEY, (trainer) => trainer.evaluate(train, from, to)));
      }
      expect(concatenate(parts.map(({ outputs }) => outputs))).toEqual(whole.outputs);
      expect(concatenate(parts.map(({ losses }) => losses))).toEqual(whole.losses);
    }
  });
});

describe('a model that one kernel trains', () => {
  test('is one of numbers, of words alone, or of pixels: the spec says which', ({ expect }) => {
    const fused = KINDS_OF_ROWS.filter((kind) => {
      const { context, fit, data } = smallFitOf(kind);
      return stackOptionsOf(buildModel(context.question, fit.config, data.shape)) !== null;
    });
    expect(fused.map(({ name }) => name)).toEqual(['multi-hot words', 'pixels']);
  });

  test.for(['multi-hot words', 'pixels'])(
    'of %s comes out as it does layer by layer, dropout and all',
    (name, { expect }) => {
      const kind = KINDS_OF_ROWS.find((one) => one.name === name)!;
      const { context, fit, data } = smallFitOf(kind, { units: [9, 7], dropout: 0.4, l2: 0.002 });
      const spec = buildModel(context.question, fit.config, data.shape);
      const backend = startedBackend();
      const order = Int32Array.from({ length: 37 }, (_, i) => (i * 5) % 37);
      const [fused, layered] = [
        openFusedTrainer(backend, stackOptionsOf(spec)!, learnedOf(spec), KEY),
        openLayeredTrainer(backend, spec, learnedOf(spec), KEY),
      ].map((trainer) => {
        const losses = trainer.train(data.train, order, 0, 5, 0);
        const result = { losses, ...trainer.read(), evaluated: trainer.evaluate(data.train, 2, 30) };
        trainer.dispose();
        return result;
      });
      for (const what of ['weights', 'slots'] as const) {
        fused![what].forEach((tensor, i) => expect(distance(tensor, layered![what][i]!)).toBeLessThan(1e-5));
      }
      expect(distance(fused!.evaluated.outputs, layered!.evaluated.outputs)).toBeLessThan(1e-5);
    },
  );
});

describe('moving statistics', () => {
  const kind = KINDS_OF_ROWS.find(({ name }) => name.includes('batch normalization'))!;

  test('go a hundredth of the way to those of each minibatch, and have no slots', ({ expect }) => {
    const small = smallFitOf(kind, { batchSize: 37, learningRate: 1e-9 });
    const { checkpoint } = fitStep(small.fit, small.context, small.data, null, { minibatches: 1, flops: Infinity });
    const shapes = weightShapes(checkpoint.spec);
    expect(checkpoint.slots).toHaveLength(shapes.filter(({ trainable }) => trainable).length);
    const filters = checkpoint.weights[0]!;
    const { data } = small;
    if (data.train.x.kind !== 'images') throw new TypeError('expected images');
    const { stores, at, scale, height, width, channels } = data.train.x.images;
    const size = height * width * channels;
    const pixels = concatenate(stores.map((store) => Float32Array.from(store, (byte) => byte * scale)));
    // The first of three filters by hand, over all rows and places, with zeros around the pictures.
    const seen: number[] = [];
    for (const stored of at) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          let sum = 0;
          for (let i = 0; i < 3; i++) {
            for (let j = 0; j < 3; j++) {
              const [row, column] = [y + i - 1, x + j - 1];
              if (row < 0 || column < 0 || row >= height || column >= width) continue;
              for (let c = 0; c < channels; c++) {
                const pixel = pixels[stored * size + (row * width + column) * channels + c]!;
                sum += pixel * filters[((i * 3 + j) * channels + c) * 3]!;
              }
            }
          }
          seen.push(sum);
        }
      }
    }
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    const variance = seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / seen.length;
    const of = (name: string) => checkpoint.weights[shapes.findIndex((shape) => shape.name.endsWith(name))]!;
    expect(of('moving-mean')[0]).toBeCloseTo(0.01 * mean, 6);
    expect(of('moving-variance')[0]).toBeCloseTo(0.99 + 0.01 * variance, 6);
  });

  test('are what rows are normalised by when not training: one row by itself has an answer', ({ expect }) => {
    const small = smallFitOf(kind);
    const { checkpoint } = fitStep(small.fit, small.context, small.data, null, ALL);
    const still = { ...checkpoint, weights: checkpoint.weights.map((weight) => weight.slice()) };
    const shapes = weightShapes(still.spec);
    const before = evaluate(still.spec, still.weights, small.data.train).outputs;
    still.weights[shapes.findIndex(({ name }) => name.endsWith('moving-mean'))]!.fill(5);
    expect(evaluate(still.spec, still.weights, small.data.train).outputs).not.toEqual(before);
  });
});

describe('rowsAtOnce', () => {
  test('keeps the largest layer of all rows at four megabytes', ({ expect }) => {
    const { context, fit } = smallFitOf(KINDS_OF_ROWS.find(({ name }) => name.startsWith('a separable convnet'))!);
    const of = (side: number) =>
      rowsAtOnce(
        buildModel(context.question, fit.config, {
          numbers: 0,
          vocabulary: 0,
          image: { height: side, width: side, channels: 2 },
        }),
      );
    // 18 · 18 pixels of three filters, four bytes each, go 1,078 times into it; 198 · 198 of them eight times.
    expect(of(20)).toBe(1_024);
    expect(of(200)).toBe(8);
  });
});

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}
