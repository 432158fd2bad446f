import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';

// What the stock WASM kernels get wrong on ordinary input: the table in packages/backend/README.md, row by row. Expected
// values are worked out by hand unless a test says otherwise.

beforeAll(async () => {
  await startForTest();
});

const NAN = Number.NaN;

function constant(shape: number[], value: number): tf.Tensor {
  return tf.mul(tf.ones(shape), value);
}

describe('sums and means of many values', () => {
  test('the variance of a constant column is 0 but for rounding', ({ expect }) => {
    // The stock kernel's mean of these is 0.10096, and their variance 9e-7.
    const [variance] = values(() => tf.moments(constant([2 ** 20], 0.1)).variance);
    expect(variance).toBeLessThan(1e-12);
  });

  test.for([
    ['all', undefined],
    ['the last', [1]],
    ['the first and the last', [0, 2]],
  ] as const)('a million tenths, summed over %s, keep five digits', ([, axis], { expect }) => {
    const shape = axis === undefined || axis.length === 1 ? [1, 2 ** 20] : [2 ** 10, 1, 2 ** 10];
    const [sum] = values(() => tf.sum(constant(shape, 0.1), axis === undefined ? undefined : [...axis]));
    expect(Math.abs(sum! / (2 ** 20 * Math.fround(0.1)) - 1)).toBeLessThan(1e-5);
  });

  test('of up to 256 values are taken in order in float32', ({ expect }) => {
    const list = wave(256);
    const inOrder = list.reduce((sum, value) => Math.fround(sum + value), 0);
    expect([...values(() => tf.sum(tf.tensor1d(list)))]).toEqual([inOrder]);
    expect([...values(() => tf.mean(tf.tensor1d(list)))]).toEqual([Math.fround(inOrder / 256)]);
  });

  test.for([
    { shape: [3, 4, 5], axis: [0, 2] },
    { shape: [3, 4, 5], axis: [1] },
    { shape: [2, 3, 4, 5], axis: [1, 3] },
    { shape: [2, 3, 4, 5], axis: [0, 1, 2, 3] },
    { shape: [6], axis: [0] },
  ])('the mean of $shape over $axis is the cpu backend’s', async ({ shape, axis }, { expect }) => {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    for (const keepDims of [false, true]) {
      const run = () => tf.mean(tf.tensor(wave(size), shape), axis, keepDims);
      expect(relativeDistance(values(run), await onCpu(run))).toBeLessThan(1e-6);
      expect(tf.tidy(() => run().shape)).toEqual(
        shape.flatMap((length, i) => (axis.includes(i) ? (keepDims ? [1] : []) : [length])),
      );
    }
  });
});

describe('reductions of no values', () => {
  test.for<[string, (x: tf.Tensor) => tf.Tensor, number]>([
    ['sum', (x) => tf.sum(x), 0],
    ['mean', (x) => tf.mean(x), NAN],
    ['product', (x) => tf.prod(x), 1],
    ['all', (x) => tf.all(tf.cast(x, 'bool')), 1],
    ['any', (x) => tf.any(tf.cast(x, 'bool')), 0],
  ])('the %s', ([, reduce, expected], { expect }) => {
    // What the heap held there before must not show.
    constant([64], 7).dispose();
    expect([...values(() => reduce(tf.zeros([0])))]).toEqual([expected]);
  });

  test('row by row', ({ expect }) => {
    constant([64], 7).dispose();
    expect([...values(() => tf.sum(tf.zeros([3, 0]), 1))]).toEqual([0, 0, 0]);
    expect([...values(() => tf.sum(tf.zeros([0, 3]), 1))]).toEqual([]);
  });

  test.for([
    ['max', tf.max],
    ['min', tf.min],
  ] as const)('there is no %s', ([, reduce], { expect }) => {
    expect(() => reduce(tf.zeros([0]))).toThrow(expect.objectContaining({ code: 'empty_tensor' }));
  });
});

describe('NaN', () => {
  test('is the larger and the smaller of itself and anything', ({ expect }) => {
    const a = [NAN, 1, NAN, 1];
    const b = [1, NAN, NAN, 2];
    expect([...values(() => tf.maximum(a, b))]).toEqual([NAN, NAN, NAN, 2]);
    expect([...values(() => tf.minimum(a, b))]).toEqual([NAN, NAN, NAN, 1]);
  });

  test('goes through a broadcast maximum', async ({ expect }) => {
    for (const [left, right] of [
      [
        [2, 1, 3],
        [4, 1],
      ],
      [[3], [2, 3]],
      [[2, 3], []],
      [[0, 3], [3]],
    ] as const) {
      const of = (shape: readonly number[], salt: number) =>
        tf.tensor(
          wave(
            shape.reduce((product, size) => product * size, 1),
            salt,
          ),
          [...shape],
        );
      const run = () => tf.maximum(of(left, 1), of(right, 2));
      expect([...values(run)]).toEqual([...(await onCpu(run))]);
    }
    expect([...values(() => tf.maximum(tf.tensor2d([[1, NAN]]), tf.tensor2d([[0], [2]])))]).toEqual([1, NAN, 2, NAN]);
  });

  test('is not clipped', ({ expect }) => {
    expect([...values(() => tf.clipByValue([NAN, -5, 0.5, 5], -1, 1))]).toEqual([NAN, -1, 0.5, 1]);
    expect([...values(() => tf.relu6([NAN, -1, 3, 9]))]).toEqual([NAN, 0, 3, 6]);
  });

  test('is the maximum and the average of every window that holds it, of its channel', ({ expect }) => {
    const image = tf.tensor4d([NAN, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9], [1, 3, 3, 2]);
    // Of the first channel only the window at the upper left holds it.
    const max = [NAN, 5, 6, 6, 8, 8, 9, 9];
    expect([...values(() => tf.maxPool(image, 2, 1, 'valid'))]).toEqual(max);
    const [first, second, ...others] = values(() => tf.avgPool(image, 2, 1, 'valid'));
    expect([first, second]).toEqual([NAN, (1 + 2 + 4 + 5) / 4]);
    expect(others).toEqual([4, 4, 6, 6, 7, 7]);
    image.dispose();
  });

  test('is true as a bool, and so is every fraction and every multiple of 256', ({ expect }) => {
    expect([...values(() => tf.cast(tf.tensor1d([0.5, -0.5, 0, -0, 2.7, NAN]), 'bool'))]).toEqual([1, 1, 0, 0, 1, 1]);
    expect([...values(() => tf.cast(tf.tensor1d([256, 0, -2], 'int32'), 'bool'))]).toEqual([1, 0, 1]);
  });
});

test('log1p keeps the digits of small numbers', ({ expect }) => {
  // Python: math.log1p of each float32.
  const points = [1e-8, 1e-7, 1e-5, 1e-3, 0.01, 0.5, 1, 100, 1e30, -1e-8, -0.5, -0.999];
  const [actual, expected] = [values(() => tf.log1p(points)), points.map((x) => Math.log1p(Math.fround(x)))];
  actual.forEach((value, i) => expect(Math.abs(value / expected[i]! - 1), `${points[i]}`).toBeLessThan(1e-7));
  expect([...values(() => tf.log1p([0, -1, -2, Infinity, NAN]))]).toEqual([0, -Infinity, NAN, Infinity, NAN]);
});

test('a convolution may stride over more than its filter covers, a depthwise one too', ({ expect }) => {
  // 3×3 ones, padded to 4×4; of the only window, 2×2 at the upper left: 1·1 + 2·2 + 3·4 + 4·5.
  const image = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
  const filter = tf.tensor4d([1, 2, 3, 4], [2, 2, 1, 1]);
  expect([...values(() => tf.depthwiseConv2d(image, filter, 3, 'same'))]).toEqual([37]);
  expect([...values(() => tf.depthwiseConv2d(image, filter, 4, 'same'))]).toEqual([37]);
  expect([...values(() => tf.conv2d(image, filter, 3, 'same'))]).toEqual([37]);
  tf.dispose([image, filter]);
});

test('a product of batches that are both broadcast has all its values', ({ expect }) => {
  const a = tf.tensor4d([1, 2, 3, 4], [2, 1, 1, 2]);
  const b = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 3, 2, 1]);
  expect([...values(() => tf.matMul(a, b))]).toEqual([5, 11, 17, 11, 25, 39]);
  tf.dispose([a, b]);
});
