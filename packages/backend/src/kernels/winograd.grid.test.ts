import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { convolve } from '../ops/convolve.ts';
import { relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';

beforeAll(async () => {
  await startForTest();
});

/** A convolution of 3 × 3 in steps of one. */
interface Case {
  batch: number;
  height: number;
  width: number;
  ins: number;
  outs: number;
  /** Rows above and below, columns before and behind. */
  pad: [number, number, number, number];
}

const VALID: Case['pad'] = [0, 0, 0, 0];
const SAME: Case['pad'] = [1, 1, 1, 1];

/**
 * By channels that fill vectors or don't; by outputs whose sides fill tiles or don't; by one block of tiles or several. The last
 * four are for tiles of two by two outputs, the others for tiles of four by four.
 */
const CASES: Case[] = [
  { batch: 3, height: 13, width: 13, ins: 32, outs: 64, pad: VALID },
  { batch: 2, height: 12, width: 9, ins: 16, outs: 16, pad: SAME },
  { batch: 1, height: 9, width: 12, ins: 17, outs: 19, pad: SAME },
  { batch: 2, height: 8, width: 10, ins: 19, outs: 17, pad: VALID },
  { batch: 1, height: 7, width: 11, ins: 18, outs: 31, pad: [2, 0, 0, 3] },
  { batch: 1, height: 40, width: 30, ins: 20, outs: 24, pad: SAME },
  { batch: 9, height: 14, width: 14, ins: 16, outs: 48, pad: [0, 2, 1, 0] },
  { batch: 2, height: 10, width: 9, ins: 16, outs: 20, pad: SAME },
  { batch: 3, height: 8, width: 5, ins: 17, outs: 18, pad: VALID },
  { batch: 2, height: 4, width: 13, ins: 20, outs: 16, pad: SAME },
  { batch: 9, height: 12, width: 12, ins: 19, outs: 32, pad: VALID },
];

type Shape = [number, number, number, number];

const shapesOf = ({ batch, height, width, ins, outs, pad }: Case): Record<'x' | 'filter' | 'y', Shape> => ({
  x: [batch, height, width, ins],
  filter: [3, 3, ins, outs],
  y: [batch, height + pad[0] + pad[1] - 2, width + pad[2] + pad[3] - 2, outs],
});

const sizeOf = (shape: number[]) => shape.reduce((a, b) => a * b, 1);

/** What the kernels are given: values without a sum of zero, where errors would look small. */
function given(one: Case) {
  const { x, filter, y } = shapesOf(one);
  return {
    x: wave(sizeOf(x), 1),
    filter: wave(sizeOf(filter), 2),
    dy: wave(sizeOf(y), 3),
  };
}

/** All three products by their definition, in float64. */
function byDefinition(one: Case) {
  const { batch, height, width, ins, outs, pad } = one;
  const shapes = shapesOf(one);
  const { x, filter, dy } = given(one);
  const [, rows, columns] = shapes.y;
  const [y, dx, dFilter] = [new Float64Array(dy.length), new Float64Array(x.length), new Float64Array(filter.length)];
  for (let pixel = 0; pixel < batch * rows * columns; pixel++) {
    const image = Math.floor(pixel / rows / columns);
    const [row, column] = [Math.floor(pixel / columns) % rows, pixel % columns];
    for (let place = 0; place < 9; place++) {
      const [inRow, inColumn] = [row + Math.floor(place / 3) - pad[0], column + (place % 3) - pad[2]];
      if (inRow < 0 || inRow >= height || inColumn < 0 || inColumn >= width) continue;
      const from = ((image * height + inRow) * width + inColumn) * ins;
      for (let i = 0; i < ins; i++) {
        for (let o = 0; o < outs; o++) {
          const weight = (place * ins + i) * outs + o;
          y[pixel * outs + o]! += x[from + i]! * filter[weight]!;
          dx[from + i]! += dy[pixel * outs + o]! * filter[weight]!;
          dFilter[weight]! += dy[pixel * outs + o]! * x[from + i]!;
        }
      }
    }
  }
  return { y, dx, dFilter };
}

function products(one: Case) {
  const shapes = shapesOf(one);
  const { x, filter, dy } = given(one);
  const [above, below, before, behind] = one.pad;
  const attributes: tf.NamedAttrMap = {
    strides: [1, 1],
    dilations: [1, 1],
    dataFormat: 'NHWC',
    pad: [
      [0, 0],
      [above, below],
      [before, behind],
      [0, 0],
    ],
  };
  const run = (kernel: string, inputs: tf.NamedTensorMap, more: tf.NamedAttrMap = {}) =>
    tf.engine().runKernel<tf.Tensor>(kernel, inputs, { ...attributes, ...more });
  const tensors = () => ({
    x: tf.tensor(x, shapes.x),
    filter: tf.tensor(filter, shapes.filter),
    dy: tf.tensor(dy, shapes.y),
  });
  return {
    y: values(() => {
      const { x: image, filter: weights } = tensors();
      return run('Conv2D', { x: image, filter: weights });
    }),
    dx: values(() => {
      const { dy: delta, filter: weights } = tensors();
      return run('Conv2DBackpropInput', { dy: delta, filter: weights }, { inputShape: shapes.x });
    }),
    dFilter: values(() => {
      const { dy: delta, x: image } = tensors();
      return run('Conv2DBackpropFilter', { x: image, dy: delta }, { filterShape: shapes.filter });
    }),
  };
}

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
    { side: 2, of: 7 },
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
