import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';
import { batchNormalization } from './batch-normalization.ts';

const EPSILON = 0.001;
const SHAPES = [
  [7, 1],
  [5, 3],
  [9, 16],
  [300, 5],
  [2, 3, 4, 1],
  [3, 5, 4, 4],
  [4, 9, 9, 7],
  [2, 12, 12, 33],
];

beforeAll(async () => {
  await startForTest();
});

/** The layer by tfjs's own ops: what the cpu backend is asked for. */
function byFormula(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor {
  const { mean, variance } = statistics(x);
  return tf.add(tf.mul(tf.mul(gamma, tf.sub(x, mean)), tf.rsqrt(tf.add(variance, EPSILON))), beta);
}

function statistics(x: tf.Tensor) {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  return tf.moments(x, axes);
}

function given(shape: number[]) {
  const channels = shape.at(-1)!;
  const size = shape.reduce((product, length) => product * length, 1);
  // Means far from zero: where squares alone would lose digits.
  const x = () => tf.add(tf.reshape(tf.tensor(wave(size, 1)), shape), 3);
  const gamma = () => tf.tensor1d(wave(channels, 2));
  const beta = () => tf.tensor1d(wave(channels, 3));
  const by = () => tf.reshape(tf.tensor(wave(size, 4)), shape);
  return { x, gamma, beta, by };
}

describe.for(SHAPES)('batch normalization of %i, %i, …', (...[shape]) => {
  const { x, gamma, beta, by } = given(shape);

  test('is the formula, and so are its statistics', async ({ expect }) => {
    const ours = () => batchNormalization(x(), gamma(), beta(), { epsilon: EPSILON });
    const pairs = [
      [() => ours().output, () => byFormula(x(), gamma(), beta())],
      [() => ours().mean, () => statistics(x()).mean],
      [() => ours().variance, () => statistics(x()).variance],
    ] as const;
    for (const [one, other] of pairs) expect(relativeDistance(values(one), await onCpu(other))).toBeLessThan(1e-4);
  });

  test.for([0, 1, 2])('passes derivatives on to input %i as the formula does', async (which, { expect }) => {
    type Layer = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => tf.Tensor;
    const derivative = (layer: Layer) => () =>
      tf.grads((...[a, b, c]: tf.Tensor[]) => tf.sum(tf.mul(layer(a!, b!, c!), by())))([x(), gamma(), beta()])[which]!;
    const ours = derivative((...inputs) => batchNormalization(...inputs, { epsilon: EPSILON }).output);
    expect(relativeDistance(values(ours), await onCpu(derivative(byFormula)))).toBeLessThan(1e-4);
  });
});

describe('an activation behind it', () => {
  const { x, gamma, beta, by } = given([3, 5, 4, 6]);
  type Layer = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => tf.Tensor;
  const ours: Layer = (...inputs) => batchNormalization(...inputs, { epsilon: EPSILON, activation: 'relu' }).output;
  const theirs: Layer = (...inputs) => tf.relu(byFormula(...inputs));

  test('cuts what is below zero', async ({ expect }) => {
    const run = (layer: Layer) => () => layer(x(), gamma(), beta());
    expect(relativeDistance(values(run(ours)), await onCpu(run(theirs)))).toBeLessThan(1e-4);
  });

  test.for([0, 1, 2])('lets derivatives through to input %i where nothing was cut', async (which, { expect }) => {
    const derivative = (layer: Layer) => () =>
      tf.grads((...[a, b, c]: tf.Tensor[]) => tf.sum(tf.mul(layer(a!, b!, c!), by())))([x(), gamma(), beta()])[which]!;
    expect(relativeDistance(values(derivative(ours)), await onCpu(derivative(theirs)))).toBeLessThan(1e-4);
  });
});

describe('batch normalization', () => {
  test('refuses a gamma of another length, and ints', ({ expect }) => {
    const x = tf.ones([4, 3]);
    expect(() => batchNormalization(x, tf.ones([2]), tf.ones([3]), { epsilon: EPSILON })).toThrow(
      expect.objectContaining({ code: 'shape_mismatch', message: expect.stringContaining('[4,3]') }),
    );
    expect(() => batchNormalization(tf.cast(x, 'int32'), tf.ones([3]), tf.ones([3]), { epsilon: EPSILON })).toThrow(
      expect.objectContaining({ code: 'unknown_dtype' }),
    );
  });

  test('of one row gives beta', ({ expect }) => {
    const { output } = batchNormalization(tf.tensor2d([[5, -7]]), tf.tensor1d([2, 3]), tf.tensor1d([0.5, 1]), {
      epsilon: EPSILON,
    });
    expect([...output.dataSync()]).toEqual([0.5, 1]);
  });
});
