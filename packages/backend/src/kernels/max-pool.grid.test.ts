import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';

const WINDOWS = [
  [1, 1],
  [2, 2],
  [3, 3],
  [2, 3],
  [4, 1],
] as const;
const STRIDES = [
  [1, 1],
  [2, 2],
  [3, 1],
  [1, 3],
];
const PADS: ('same' | 'valid' | number)[] = ['same', 'valid', 1];
const CHANNELS = [1, 3, 4, 9];
const IMAGES = [
  [3, 8, 8],
  [1, 7, 9],
  [2, 5, 6],
] as const;

beforeAll(async () => {
  await startForTest();
});

/** Few different values, none of them -0, so that many windows hold their maximum more than once. */
function coarse(shape: readonly number[], salt: number): tf.Tensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return tf.tensor(
    wave(size, salt).map((value) => Math.round(value * 2) + 0),
    [...shape],
  );
}

describe.for(WINDOWS)('windows of %i × %i', (filterSize) => {
  test.for(STRIDES)('in strides of %i × %i give what the cpu backend gives', async (strides, { expect }) => {
    let turn = 0;
    for (const pad of PADS) {
      for (const channels of CHANNELS) {
        const shape = [...IMAGES[turn++ % IMAGES.length]!, channels];
        const attributes = { filterSize: [...filterSize], strides, pad };
        const pooled = () => tf.engine().runKernel<tf.Tensor>('MaxPool', { x: coarse(shape, 1) }, attributes);
        const gradient = () => {
          const x = coarse(shape, 1);
          const output = tf.engine().runKernel<tf.Tensor>('MaxPool', { x }, attributes);
          const dy = tf.reshape(tf.tensor(wave(output.size, 2)), output.shape);
          return tf.engine().runKernel<tf.Tensor>('MaxPoolGrad', { dy, input: x, output }, attributes);
        };
        const what = JSON.stringify({ shape, pad });
        // A window that lies in the padding altogether gives -∞ on both.
        expect(values(pooled), what).toEqual(await onCpu(pooled));
        expect(relativeDistance(values(gradient), await onCpu(gradient)), what).toBeLessThan(1e-6);
      }
    }
  });
});

describe('a maximum', () => {
  test('is NaN where its window holds one', ({ expect }) => {
    const x = Float32Array.from({ length: 4 * 4 * 5 }, (_, i) => i);
    x[0] = NaN;
    const y = values(() => tf.maxPool(tf.tensor4d(x, [1, 4, 4, 5]), 2, 2, 'valid'));
    expect([...y].flatMap((value, i) => (Number.isNaN(value) ? [i] : []))).toEqual([0]);
  });

  test('sends the gradient to the first of equal values', ({ expect }) => {
    const gradient = tf.grad((x: tf.Tensor) =>
      tf.sum(tf.maxPool(tf.reshape<tf.Rank.R4>(x, [1, 4, 4, 1]), 2, 2, 'valid')),
    );
    expect([...values(() => gradient(tf.ones([16])))]).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
  });
});

describe('bad input', () => {
  test.for<{ what: string; code: string; run: () => unknown }>([
    {
      what: 'ints',
      code: 'unknown_dtype',
      run: () => tf.maxPool(tf.cast(tf.tensor4d(wave(32), [1, 4, 4, 2]), 'int32'), 2, 2, 'valid'),
    },
    {
      what: 'no images',
      code: 'empty_tensor',
      run: () => tf.maxPool(tf.tensor4d([], [0, 4, 4, 2]), 2, 2, 'valid'),
    },
    {
      what: 'a window larger than the image',
      code: 'empty_tensor',
      run: () => tf.maxPool(tf.tensor4d(wave(32), [1, 4, 4, 2]), 5, 1, 'valid'),
    },
    {
      what: 'a window of no rows',
      code: 'shape_mismatch',
      run: () => tf.maxPool(tf.tensor4d(wave(32), [1, 4, 4, 2]), [0, 2], 1, 'same'),
    },
    {
      what: 'a gradient of another shape',
      code: 'shape_mismatch',
      run: () =>
        tf
          .engine()
          .runKernel(
            'MaxPoolGrad',
            { dy: tf.ones([1, 3, 2, 2]), input: tf.ones([1, 4, 4, 2]), output: tf.ones([1, 2, 2, 2]) },
            { filterSize: 2, strides: 2, pad: 'valid' },
          ),
    },
  ])('of $what is refused, and the backend goes on', ({ code, run }, { expect }) => {
    const before = tf.memory().numTensors;
    expect(() => tf.tidy(() => void run())).toThrow(
      expect.objectContaining({ name: 'BackendError', code, message: expect.stringMatching(/MaxPool.*\[/) }),
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(values(() => tf.maxPool(tf.tensor4d([1, 2, 4, 3], [1, 2, 2, 1]), 2, 2, 'valid'))[0]).toBe(4);
  });
});
