import { beforeAll, describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { buildModel, initialWeights, type Config, type Convolution } from '../architecture/index.ts';
import { startEngine } from '../architecture/testing/start-engine.ts';
import { imageShape, textShape } from '../architecture/testing/shapes.ts';
import { configOf } from '../../testing/outcomes.ts';
import { definitionOf } from '../../testing/states.ts';
import { emptySlots } from './evaluate.ts';
import type { Prepared } from './fit-data.ts';
import { withTrainer } from './create-trainer.ts';
import { rowsOfSlice } from './rows-of-slice.ts';

beforeAll(startEngine);

const FILTERS: Convolution = {
  kind: 'conv2d',
  filters: [32, 64, 64],
  kernelSize: 3,
  padding: 'valid',
  pooling: 'max',
  ending: 'global-average',
  batchNormalization: false,
};
const QUESTION = definitionOf();

function specOf(side: number, config: Partial<Config>, convolution: Partial<Convolution> = {}) {
  return buildModel(
    QUESTION,
    configOf({ units: [], ...config, convolution: { ...FILTERS, ...convolution } }),
    imageShape(side, side, 1),
  );
}

describe('rowsOfSlice', () => {
  test('takes a minibatch whole where there is room', ({ expect }) => {
    expect(rowsOfSlice(specOf(28, { batchSize: 64 }))).toBe(64);
    const words = buildModel(QUESTION, configOf({ units: [16], batchSize: 512 }), textShape(10_000, 2));
    expect(rowsOfSlice(words)).toBe(512);
  });

  test('takes equal slices of a larger one', ({ expect }) => {
    // A row of 98 · 98 · 32 and 47 · 47 · 64 values, and what is pooled of them, takes 5.9 MB: 32 MiB hold five.
    expect(rowsOfSlice(specOf(100, { batchSize: 5 }))).toBe(5);
    expect(rowsOfSlice(specOf(100, { batchSize: 20 }))).toBe(5);
    expect(rowsOfSlice(specOf(100, { batchSize: 11 }))).toBe(4);
    expect(rowsOfSlice(specOf(600, { batchSize: 11 }))).toBe(1);
  });

  test('leaves a minibatch whole whose statistics are taken', ({ expect }) => {
    expect(rowsOfSlice(specOf(100, { batchSize: 20 }, { batchNormalization: true }))).toBe(20);
  });
});

describe('a minibatch in slices', () => {
  test('moves the weights as far as the slices by themselves do together', ({ expect }) => {
    const config: Partial<Config> = { optimizer: 'sgd', learningRate: 0.5, l2: 0.01 };
    const small: Partial<Convolution> = { filters: [24], padding: 'same' };
    const rows = 11;
    const side = 160;
    const random = generator(8, 'test', 'slices');
    const store = Uint8Array.from({ length: rows * side * side }, () => random.below(256));
    const at = Int32Array.from({ length: rows }, (_, row) => row);
    const images = { height: side, width: side, channels: 1, stores: [store], at, scale: 1 / 255 };
    const data: Prepared = {
      rows,
      x: { kind: 'images', images, numbers: null },
      y: Float32Array.from(at, (row) => row % 2),
    };
    const step = (batchSize: number, order: Int32Array) => {
      const spec = specOf(side, { ...config, batchSize }, small);
      const weights = initialWeights(spec, 1, 'slices');
      return withTrainer(spec, { weights, slots: emptySlots(spec, weights) }, [1, 2, 3, 4], (trainer) => {
        const [loss] = trainer.train(data, order, 0, 1, 0);
        return { loss: loss!, weights: trainer.read().weights, spec, weightsBefore: weights };
      });
    };
    const whole = step(rows, at);
    const size = rowsOfSlice(whole.spec);
    expect(size).toBeLessThan(rows);
    const slices = [];
    for (let from = 0; from < rows; from += size) slices.push(at.subarray(from, from + size));
    const parts = slices.map((order) => ({ share: order.length / rows, ...step(order.length, order) }));
    expect(parts.length).toBeGreaterThan(1);
    expect(whole.loss).toBeCloseTo(
      parts.reduce((sum, { loss, share }) => sum + share * loss, 0),
      5,
    );
    whole.weights.forEach((weight, i) => {
      weight.forEach((value, j) => {
        const together = parts.reduce((sum, { weights, share }) => sum + share * weights[i]![j]!, 0);
        expect(Math.abs(value - together)).toBeLessThan(1e-5);
      });
      expect(weight).not.toEqual(whole.weightsBefore[i]);
    });
  });
});
