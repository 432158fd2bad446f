import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { convolve } from '../ops/convolve.ts';
import { relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';
import { byDefinition, given, products, shapesOf, type ConvolutionCase } from '../testing/convolutions.ts';

beforeAll(async () => {
  await startForTest();
});

const VALID: ConvolutionCase['pad'] = [0, 0, 0, 0];
const SAME: ConvolutionCase['pad'] = [1, 1, 1, 1];

/** By channels in and out, an odd vector of them; by widths that four outputs fill or don't; by padding; by filters' sizes. */
const CASES: ConvolutionCase[] = [
  { batch: 3, height: 28, width: 28, ins: 1, outs: 32, pad: VALID },
  { batch: 2, height: 9, width: 11, ins: 1, outs: 12, pad: SAME },
  { batch: 2, height: 3, width: 6, ins: 1, outs: 4, pad: VALID },
  { batch: 3, height: 8, width: 8, ins: 2, outs: 20, pad: [2, 0, 0, 3] },
  { batch: 2, height: 10, width: 9, ins: 3, outs: 32, pad: SAME },
  { batch: 2, height: 12, width: 12, ins: 3, outs: 8, pad: [2, 2, 2, 2], size: [5, 5] },
  { batch: 2, height: 12, width: 13, ins: 1, outs: 36, pad: VALID, size: [5, 5] },
  { batch: 2, height: 7, width: 9, ins: 1, outs: 16, pad: [1, 0, 1, 0], size: [2, 2] },
  { batch: 1, height: 7, width: 9, ins: 1, outs: 8, pad: [3, 4, 0, 1], size: [5, 1] },
  { batch: 1, height: 4, width: 9, ins: 1, outs: 8, pad: VALID, size: [1, 3] },
  { batch: 2, height: 1, width: 4, ins: 1, outs: 8, pad: [2, 2, 3, 3], size: [3, 7] },
];

describe('a convolution of few input channels', () => {
  test.for(CASES.map((one) => ({ ...one, size: one.size ?? [3, 3] })))(
    'of $batch images of $height × $width × $ins to $outs channels under $size, padded by $pad, is within 1e-5 of float64',
    (one: ConvolutionCase, { expect }) => {
      const expected = byDefinition(one);
      const actual = products(one);
      expect(relativeDistance(actual.y, Float32Array.from(expected.y)), 'forward').toBeLessThan(1e-5);
      expect(relativeDistance(actual.dx, Float32Array.from(expected.dx)), 'input').toBeLessThan(1e-5);
      expect(relativeDistance(actual.dFilter, Float32Array.from(expected.dFilter)), 'filter').toBeLessThan(1e-5);
    },
  );

  test('adds bias and activation', ({ expect }) => {
    for (const one of [CASES[1]!, CASES[4]!]) {
      const shapes = shapesOf(one);
      const { x, filter } = given(one);
      const bias = wave(one.outs, 7);
      const actual = values(() =>
        convolve(tf.tensor4d(x, shapes.x), tf.tensor(filter, shapes.filter), tf.tensor1d(bias), {
          padding: 'same',
          activation: 'relu',
        }),
      );
      const expected = byDefinition(one).y.map((sum, i) => Math.max(0, sum + bias[i % one.outs]!));
      expect(relativeDistance(actual, Float32Array.from(expected))).toBeLessThan(1e-5);
      expect(expected.filter((value) => value === 0).length).toBeGreaterThan(100);
    }
  });

  test('gives each image the same bits alone as among others', ({ expect }) => {
    const one = CASES[0]!;
    const shapes = shapesOf(one);
    const { x, filter } = given(one);
    const run = (images: Float32Array) =>
      values(() =>
        tf.conv2d(
          tf.tensor4d(images, [images.length / 784, 28, 28, 1]),
          tf.tensor4d(filter, shapes.filter),
          1,
          'valid',
        ),
      );
    const all = run(x);
    const size = all.length / one.batch;
    expect(run(x.slice(784, 1568))).toEqual(all.slice(size, 2 * size));
  });

  test('of a width that no four outputs fill is that of patches', ({ expect }) => {
    for (const width of [3, 4, 5, 7]) {
      const one: ConvolutionCase = { batch: 2, height: 5, width, ins: 1, outs: 8, pad: VALID };
      expect(relativeDistance(products(one).y, Float32Array.from(byDefinition(one).y)), `${width}`).toBeLessThan(1e-5);
    }
  });
});
