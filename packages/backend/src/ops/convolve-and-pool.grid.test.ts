import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';
import { convolveAndPool } from './convolve-and-pool.ts';

beforeAll(async () => {
  await startForTest();
});

type Layer = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) => tf.Tensor;

/** By what multiplies: the direct kernel, patches, Winograd's tiles of four and of two; by sides that windows fill or don't. */
const CASES = [
  { shape: [2, 9, 11, 1], filter: [3, 3, 1, 12] },
  { shape: [2, 10, 8, 3], filter: [3, 3, 3, 8] },
  { shape: [2, 9, 10, 1], filter: [2, 2, 1, 4] },
  { shape: [2, 7, 6, 3], filter: [3, 3, 3, 5] },
  { shape: [3, 8, 9, 5], filter: [1, 1, 5, 6] },
  { shape: [2, 13, 13, 16], filter: [3, 3, 16, 20] },
  { shape: [2, 12, 12, 16], filter: [3, 3, 16, 17] },
] as const;

describe.for(
  CASES.flatMap((one) =>
    (['valid', 'same'] as const).flatMap((padding) =>
      (['linear', 'relu'] as const).map((activation) => ({ ...one, padding, activation })),
    ),
  ),
)('$shape under $filter, $padding, $activation', ({ shape, filter: filterShape, padding, activation }) => {
  const size = (of: readonly number[]) => of.reduce((a, b) => a * b, 1);
  const x = () => tf.tensor4d(wave(size(shape), 1), [...shape]);
  const filter = () => tf.tensor4d(wave(size(filterShape), 2), [...filterShape]);
  const bias = () => tf.tensor1d(wave(filterShape[3], 3));
  const ours: Layer = (a, b, c) => convolveAndPool(tf.reshape(a, [...shape]), b, c, { padding, activation });
  const theirs: Layer = (a, b, c) => {
    const y = tf.conv2d(tf.reshape<tf.Rank.R4>(a, [...shape]), tf.reshape(b, [...filterShape]), 1, padding);
    const z = tf.add<tf.Tensor4D>(y, c);
    return tf.maxPool(activation === 'relu' ? tf.relu(z) : z, 2, 2, 'valid');
  };

  test('give what convolution, bias, activation and pooling by themselves give', async ({ expect }) => {
    const run = (layer: Layer) => () => layer(x(), filter(), bias());
    expect(relativeDistance(values(run(ours)), await onCpu(run(theirs)))).toBeLessThan(1e-5);
  });

  test('pass derivatives on to the input, the filter and the bias as those do', async ({ expect }) => {
    const derivatives = (layer: Layer) => () => {
      const each = tf.grads((...[a, b, c]: tf.Tensor[]) => {
        const y = layer(a!, b!, c!);
        return tf.sum(tf.mul(y, tf.reshape(tf.tensor(wave(y.size, 4)), y.shape)));
      })([x(), filter(), bias()]);
      return tf.concat(each.map((derivative) => tf.reshape(derivative, [-1])));
    };
    const [actual, expected] = [values(derivatives(ours)), await onCpu(derivatives(theirs))];
    let from = 0;
    for (const [what, count] of Object.entries({
      input: size(shape),
      filter: size(filterShape),
      bias: filterShape[3],
    })) {
      const part = (all: Float32Array) => all.subarray(from, from + count);
      expect(relativeDistance(part(actual), part(expected)), what).toBeLessThan(1e-5);
      from += count;
    }
    expect(actual).toHaveLength(from);
  });
});

describe('of equal values', () => {
  const gradient = (bias: number, activation: 'linear' | 'relu') =>
    values(() =>
      tf.grad((x: tf.Tensor) =>
        tf.sum(
          convolveAndPool(tf.reshape(x, [1, 4, 4, 1]), tf.ones([1, 1, 1, 4]), tf.mul(tf.ones([4]), bias), {
            padding: 'valid',
            activation,
          }),
        ),
      )(tf.ones([16])),
    );

  test('the first gets the derivative', ({ expect }) => {
    expect([...gradient(0, 'linear')]).toEqual([4, 0, 4, 0, 0, 0, 0, 0, 4, 0, 4, 0, 0, 0, 0, 0]);
    expect([...gradient(0, 'relu')]).toEqual([4, 0, 4, 0, 0, 0, 0, 0, 4, 0, 4, 0, 0, 0, 0, 0]);
  });

  test('none gets it that relu makes zero', ({ expect }) => {
    expect([...gradient(-1, 'relu')]).toEqual(Array.from({ length: 16 }, () => 0));
    expect([...gradient(-2, 'relu')]).toEqual(Array.from({ length: 16 }, () => 0));
    expect([...gradient(-2, 'linear')]).toEqual([4, 0, 4, 0, 0, 0, 0, 0, 4, 0, 4, 0, 0, 0, 0, 0]);
  });
});

test('a maximum is NaN where its window holds one', ({ expect }) => {
  const x = Float32Array.from({ length: 16 }, (_, i) => (i === 5 ? NaN : i));
  const y = values(() =>
    convolveAndPool(tf.tensor4d(x, [1, 4, 4, 1]), tf.ones([1, 1, 1, 5]), tf.zeros([5]), {
      padding: 'valid',
      activation: 'relu',
    }),
  );
  expect([...y].flatMap((value, i) => (Number.isNaN(value) ? [i] : []))).toEqual([0, 1, 2, 3, 4]);
});

test('it leaves no tensor behind', ({ expect }) => {
  const run = () => {
    const y = tf.tidy(() =>
      convolveAndPool(tf.ones([1, 6, 6, 5]), tf.ones([3, 3, 5, 5]), tf.ones([5]), {
        padding: 'valid',
        activation: 'relu',
      }),
    );
    y.dispose();
  };
  run();
  const before = tf.engine().backend.numDataIds();
  run();
  expect(tf.engine().backend.numDataIds()).toBe(before);
});

test('outputs that no window fits are refused, and the backend goes on', ({ expect }) => {
  const run = (height: number) =>
    values(() =>
      convolveAndPool(tf.ones([1, height, 4, 1]), tf.ones([3, 3, 1, 4]), tf.zeros([4]), {
        padding: 'valid',
        activation: 'relu',
      }),
    );
  expect(() => run(3)).toThrow(expect.objectContaining({ name: 'BackendError', code: 'empty_tensor' }));
  expect([...run(4)]).toEqual([9, 9, 9, 9]);
});
