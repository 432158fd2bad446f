import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';

const SHAPES = [[1], [5], [7, 1], [3, 4], [5, 9], [2, 3, 10], [2, 2, 3, 17], [3, 1000]];

beforeAll(async () => {
  await startForTest();
});

function logits(shape: readonly number[], scale: number, shift: number): tf.Tensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return tf.tensor(
    wave(size, 1).map((value) => value * scale + shift),
    [...shape],
  );
}

function logSoftmax(x: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>('LogSoftmax', { logits: x }, { axis: -1 });
}

describe.for(SHAPES.map((shape) => ({ shape })))('over the last dimension of $shape', ({ shape }) => {
  test('softmax and its logarithm are the cpu backend’s', async ({ expect }) => {
    for (const [scale, shift] of [
      [1, 0],
      [30, 5],
      [100, -1000],
      [1, 1e6],
    ] as const) {
      const shares = () => tf.softmax(logits(shape, scale, shift));
      const logarithms = () => logSoftmax(logits(shape, scale, shift));
      // The cpu backend has no kernel of its own for it: tfjs's op puts it together.
      const together = () => tf.logSoftmax(logits(shape, scale, shift));
      expect(relativeDistance(values(shares), await onCpu(shares)), `${scale}`).toBeLessThan(1e-5);
      expect(relativeDistance(values(logarithms), await onCpu(together)), `${scale}`).toBeLessThan(1e-5);
    }
  });
});

describe('extreme logits', () => {
  test('neither overflow nor lose a row', ({ expect }) => {
    const x = [1e38, -1e38, 0, -1e38, 3e38, -3e38, 88, 89, -104, -103];
    const rows = tf.tensor2d(x, [5, 2]);
    // By hand: the smaller's share is e^-|difference|; e^-1 / (1 + e^-1) = 0.268941, and ln(1 + e^-1) = 0.313262.
    expect([...values(() => tf.softmax(rows))].map((value) => Number(value.toFixed(6)))).toEqual([
      1, 0, 1, 0, 1, 0, 0.268941, 0.731059, 0.268941, 0.731059,
    ]);
    const logarithms = [...values(() => logSoftmax(rows))];
    expect(logarithms.slice(0, 2)).toEqual([0, Math.fround(-2e38)]);
    expect(logarithms.slice(2, 4)).toEqual([0, Math.fround(-1e38)]);
    expect(logarithms.slice(4, 6)).toEqual([0, Number.NEGATIVE_INFINITY]);
    expect(logarithms.slice(6).map((value) => Number(value.toFixed(5)))).toEqual([
      -1.31326, -0.31326, -1.31326, -0.31326,
    ]);
    rows.dispose();
  });

  test('of NaN give NaN in their own row', ({ expect }) => {
    const rows = () => tf.tensor2d([1, NaN, 3, 1, 1, 1], [2, 3]);
    const third = Math.fround(1 / 3);
    expect([...values(() => tf.softmax(rows()))]).toEqual([NaN, NaN, NaN, third, third, third]);
    expect([...values(() => logSoftmax(rows()))].map(Number.isNaN)).toEqual([true, true, true, false, false, false]);
  });

  test('minus infinity is no share at all', ({ expect }) => {
    const row = () => tf.tensor1d([0, Number.NEGATIVE_INFINITY, 0]);
    expect([...values(() => tf.softmax(row()))]).toEqual([0.5, 0, 0.5]);
    expect(values(() => logSoftmax(row()))[1]).toBe(Number.NEGATIVE_INFINITY);
  });
});

test('a row’s bits do not depend on the rows around it', ({ expect }) => {
  const one = values(() => tf.softmax(logits([1, 11], 3, 0)));
  const many = values(() => tf.softmax(tf.tile(logits([1, 11], 3, 0), [5, 1])));
  for (let row = 0; row < 5; row++) expect(many.slice(row * 11, row * 11 + 11)).toEqual(one);
});

describe('bad input', () => {
  test.for<{ what: string; code: string; run: () => unknown }>([
    {
      what: 'ints',
      code: 'unknown_dtype',
      run: () => tf.engine().runKernel('LogSoftmax', { logits: tf.ones([2, 2], 'int32') }, { axis: -1 }),
    },
    { what: 'no values', code: 'empty_tensor', run: () => logSoftmax(tf.zeros([0, 3])) },
    {
      what: 'another dimension',
      code: 'bad_option',
      run: () => tf.engine().runKernel('LogSoftmax', { logits: tf.ones([2, 2]) }, { axis: 0 }),
    },
    {
      what: 'another dimension of the shares',
      code: 'bad_option',
      run: () => tf.engine().runKernel('Softmax', { logits: tf.ones([2, 2]) }, { dim: 0 }),
    },
  ])('of $what is refused, and the backend goes on', ({ code, run }, { expect }) => {
    const before = tf.memory().numTensors;
    expect(() => tf.tidy(() => void run())).toThrow(
      expect.objectContaining({ name: 'BackendError', code, message: expect.stringMatching(/oftmax .*\[/) }),
    );
    expect(tf.memory().numTensors).toBe(before);
    expect([...values(() => tf.softmax([1, 1]))]).toEqual([0.5, 0.5]);
  });
});
