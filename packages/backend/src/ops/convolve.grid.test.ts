import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';
import { convolve } from './convolve.ts';

beforeAll(async () => {
  await startForTest();
});

const x = () => tf.tensor4d(wave(2 * 7 * 6 * 3, 1), [2, 7, 6, 3]);
const filter = (size: number) => tf.tensor4d(wave(size * size * 3 * 5, 2), [size, size, 3, 5]);
const bias = () => tf.tensor1d(wave(5, 3));

describe.for(
  ([1, 2, 3] as const).flatMap((size) =>
    (['valid', 'same'] as const).flatMap((padding) =>
      (['linear', 'relu'] as const).map((activation) => ({ size, padding, activation })),
    ),
  ),
)('filters of $size, $padding, $activation', ({ size, padding, activation }) => {
  type Layer = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) => tf.Tensor;
  const ours: Layer = (a, b, c) => convolve(tf.reshape(a, [2, 7, 6, 3]), b, c, { padding, activation });
  const theirs: Layer = (a, b, c) => {
    const z = tf.add(
      tf.conv2d(tf.reshape<tf.Rank.R4>(a, [2, 7, 6, 3]), tf.reshape(b, [size, size, 3, 5]), 1, padding),
      c,
    );
    return activation === 'relu' ? tf.relu(z) : z;
  };

  test('give what convolution, bias and activation by themselves give', async ({ expect }) => {
    const run = (layer: Layer) => () => layer(x(), filter(size), bias());
    expect(relativeDistance(values(run(ours)), await onCpu(run(theirs)))).toBeLessThan(1e-5);
  });

  test.for([0, 1, 2])('pass derivatives on to input %i as those do', async (which, { expect }) => {
    const derivative = (layer: Layer) => () =>
      tf.grads((...[a, b, c]: tf.Tensor[]) => {
        const y = layer(a!, b!, c!);
        return tf.sum(tf.mul(y, tf.reshape(tf.tensor(wave(y.size, 4)), y.shape)));
      })([x(), filter(size), bias()])[which]!;
    expect(relativeDistance(values(derivative(ours)), await onCpu(derivative(theirs)))).toBeLessThan(1e-5);
  });
});

test('tf.fused.conv2d still has its own gradient', async ({ expect }) => {
  const derivative = () =>
    tf.grad((b: tf.Tensor) =>
      tf.sum(
        tf.fused.conv2d({
          x: x(),
          filter: tf.reshape<tf.Rank.R4>(b, [3, 3, 3, 5]),
          strides: 1,
          pad: 'same',
          bias: bias(),
          activation: 'relu',
        }),
      ),
    )(filter(3));
  expect(relativeDistance(values(derivative), await onCpu(derivative))).toBeLessThan(1e-5);
});
