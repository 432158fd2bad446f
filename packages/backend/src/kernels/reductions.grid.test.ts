import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';

beforeAll(async () => {
  await startForTest();
});

function filled(shape: readonly number[]): tf.Tensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return tf.add(tf.tensor(wave(size), [...shape]), 0.5);
}

describe('a sum', () => {
  test.for<{ shape: number[]; axis?: number | number[] }>([
    { shape: [7, 5], axis: 0 },
    { shape: [1, 5], axis: 0 },
    { shape: [300, 33], axis: [0] },
    { shape: [513, 2], axis: [0] },
    { shape: [3, 9, 7, 21], axis: [0, 1, 2] },
    { shape: [3, 9, 7, 16], axis: [2, 0, 1] },
    { shape: [3, 9, 7, 6], axis: [0, -3] },
    { shape: [4, 3, 1], axis: [0, 1] },
    { shape: [0, 3], axis: 0 },
    // These are the stock kernel's.
    { shape: [7, 5], axis: 1 },
    { shape: [7, 5], axis: [0, 1] },
    { shape: [3, 4, 5], axis: [0, 2] },
    { shape: [7] },
    { shape: [2, 3, 2] },
  ])('of $shape over $axis is the cpu backend’s', async ({ shape, axis }, { expect }) => {
    for (const keepDims of [false, true]) {
      const run = () => tf.sum(filled(shape), axis, keepDims);
      const axes = tf.util.parseAxisParam(axis ?? shape.map((_, i) => i), shape);
      const [reduced] = tf.backend_util.computeOutAndReduceShapes(shape, axes);
      const expectedShape = keepDims
        ? tf.backend_util.expandShapeToKeepDim(
            reduced,
            axes.toSorted((a, b) => a - b),
          )
        : reduced;
      expect(tf.tidy(() => run().shape)).toEqual(expectedShape);
      expect(relativeDistance(values(run), await onCpu(run))).toBeLessThan(1e-5);
    }
  });

  test('of ints stays an int', ({ expect }) => {
    const sum = tf.sum(tf.ones([5, 4], 'int32'), 0);
    expect(sum.dtype).toBe('int32');
    expect([...sum.dataSync()]).toEqual([5, 5, 5, 5]);
    sum.dispose();
  });

  test('of many rows keeps its digits', ({ expect }) => {
    // In one strand, 2¹⁶ tenths lose a ten-thousandth; in blocks of 256 they lose a hundredth of that.
    const [sum] = values(() => tf.sum(tf.mul(tf.ones([2 ** 16, 4]), 0.1), 0));
    expect(Math.abs(sum! / (2 ** 16 * Math.fround(0.1)) - 1)).toBeLessThan(1e-5);
  });
});
