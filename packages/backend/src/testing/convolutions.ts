import * as tf from '@tensorflow/tfjs';
import { values, wave } from './against-cpu.ts';

/** A convolution in steps of one. */
export interface ConvolutionCase {
  /** Rows and columns of the filter; 3 unless told. */
  size?: [number, number];
  batch: number;
  height: number;
  width: number;
  ins: number;
  outs: number;
  /** Rows above and below, columns before and behind. */
  pad: [number, number, number, number];
}

type Shape = [number, number, number, number];

/** @returns the shapes of a case's tensors. */
export const shapesOf = ({
  batch,
  height,
  width,
  ins,
  outs,
  pad,
  size = [3, 3],
}: ConvolutionCase): Record<'x' | 'filter' | 'y', Shape> => ({
  x: [batch, height, width, ins],
  filter: [...size, ins, outs],
  y: [batch, height + pad[0] + pad[1] - size[0] + 1, width + pad[2] + pad[3] - size[1] + 1, outs],
});

const sizeOf = (shape: number[]) => shape.reduce((a, b) => a * b, 1);

/** @returns what the kernels are given: values without a sum of zero, where errors would look small. */
export function given(one: ConvolutionCase) {
  const { x, filter, y } = shapesOf(one);
  return {
    x: wave(sizeOf(x), 1),
    filter: wave(sizeOf(filter), 2),
    dy: wave(sizeOf(y), 3),
  };
}

/** @returns all three products by their definition, in float64. */
export function byDefinition(one: ConvolutionCase) {
  const { batch, height, width, ins, outs, pad, size = [3, 3] } = one;
  const shapes = shapesOf(one);
  const { x, filter, dy } = given(one);
  const [, rows, columns] = shapes.y;
  const [y, dx, dFilter] = [new Float64Array(dy.length), new Float64Array(x.length), new Float64Array(filter.length)];
  for (let pixel = 0; pixel < batch * rows * columns; pixel++) {
    const image = Math.floor(pixel / rows / columns);
    const [row, column] = [Math.floor(pixel / columns) % rows, pixel % columns];
    for (let place = 0; place < size[0] * size[1]; place++) {
      const [inRow, inColumn] = [row + Math.floor(place / size[1]) - pad[0], column + (place % size[1]) - pad[2]];
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

/** @returns all three products by the kernels. */
export function products(one: ConvolutionCase) {
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
