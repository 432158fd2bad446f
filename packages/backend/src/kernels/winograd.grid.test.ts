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

/**
 * By channels that fill vectors or don't; by outputs whose sides fill tiles or don't; by one block of tiles or several. The last
 * four are for tiles of two by two outputs, the others for tiles of four by four.
 */
const CASES: ConvolutionCase[] = [
  { batch: 3, height: 13, width: 13, ins: 32, outs: 64, pad: VALID },
  { batch: 2, height: 12, width: 9, ins: 16, outs: 16, pad: SAME },
  { batch: 1, height: 9, width: 12, ins: 17, outs: 19, pad: SAME },
  { batch: 2, height: 8, width: 10, ins: 19, outs: 17, pad: VALID },
  { batch: 1, height: 7, width: 11, ins: 18, outs: 31, pad: [2, 0, 0, 3] },
  { batch: 1, height: 40, width: 30, ins: 20, outs: 24, pad: SAME },
  { batch: 9, height: 14, width: 14, ins: 16, outs: 48, pad: [0, 2, 1, 0] },
  { batch: 2, height: 4, width: 4, ins: 16, outs: 17, pad: SAME },
  { batch: 17, height: 5, width: 5, ins: 34, outs: 35, pad: VALID },
  { batch: 2, height: 10, width: 9, ins: 16, outs: 20, pad: SAME },
  { batch: 3, height: 8, width: 5, ins: 17, outs: 18, pad: VALID },
  { batch: 2, height: 2, width: 13, ins: 20, outs: 16, pad: SAME },
  { batch: 9, height: 12, width: 12, ins: 19, outs: 32, pad: VALID },
];

describe("Winograd's convolution", () => {
  test.for(CASES)(
    'of $batch images of $height × $width × $ins to $outs channels, padded by $pad, is within 1e-5 of float64',
    (one, { expect }) => {
      const expected = byDefinition(one);
      const actual = products(one);
      expect(relativeDistance(actual.y, Float32Array.from(expected.y)), 'forward').toBeLessThan(1e-5);
      expect(relativeDistance(actual.dx, Float32Array.from(expected.dx)), 'input').toBeLessThan(1e-5);
      expect(relativeDistance(actual.dFilter, Float32Array.from(expected.dFilter)), 'filter').toBeLessThan(1e-5);
    },
  );

  test('adds bias and activation', ({ expect }) => {
    const one = CASES[2]!;
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
  });

  test.for([
    { side: 4, of: 6 },
    { side: 2, of: 9 },
  ])('in tiles of $side gives each image the same bits alone as among others, and every time', ({ of }, { expect }) => {
    const one = { ...CASES[of]!, batch: 9, pad: SAME };
    const shapes = shapesOf(one);
    const { x, filter } = given(one);
    const length = x.length / one.batch;
    const run = (images: Float32Array) =>
      values(() =>
        tf.conv2d(
          tf.tensor4d(images, [images.length / length, one.height, one.width, one.ins]),
          tf.tensor4d(filter, shapes.filter),
          1,
          'same',
        ),
      );
    const all = run(x);
    expect(run(x)).toEqual(all);
    for (const image of [0, 4, 8]) {
      const size = all.length / one.batch;
      const alone = run(x.slice(image * length, (image + 1) * length));
      expect(alone).toEqual(all.slice(image * size, (image + 1) * size));
    }
  });
});
