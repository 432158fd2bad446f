import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test, type ExpectStatic } from 'vitest';
import { eachOnCpu, onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';

const FILTERS = [
  [1, 1],
  [2, 3],
  [3, 3],
  [5, 5],
] as const;
const STRIDES = [
  [1, 1],
  [2, 2],
  [3, 3],
  [1, 2],
  [3, 1],
];
const PADS: Padding[] = [
  'same',
  'valid',
  1,
  [
    [0, 0],
    [1, 2],
    [0, 3],
    [0, 0],
  ],
];
const CHANNELS = [
  [1, 3],
  [5, 8],
  [8, 1],
  [17, 5],
  [3, 17],
] as const;
const IMAGES = [
  [3, 7, 6],
  [1, 9, 5],
  [3, 5, 9],
] as const;

beforeAll(async () => {
  await startForTest();
});

type Padding = 'same' | 'valid' | number | [[number, number], [number, number], [number, number], [number, number]];

interface Case {
  x: number[];
  filter: number[];
  strides: number[];
  pad: Padding;
  dilations: number[];
}

function filled(shape: readonly number[], salt: number): tf.Tensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return tf.tensor(wave(size, salt), [...shape]);
}

function attributesOf({ strides, pad, dilations }: Case): tf.NamedAttrMap {
  return { strides, pad, dilations, dataFormat: 'NHWC' };
}

function forward(given: Case): tf.Tensor {
  return tf
    .engine()
    .runKernel<tf.Tensor>('Conv2D', { x: filled(given.x, 1), filter: filled(given.filter, 2) }, attributesOf(given));
}

function filterGradient(given: Case, outShape: number[]): tf.Tensor {
  return tf
    .engine()
    .runKernel<tf.Tensor>(
      'Conv2DBackpropFilter',
      { x: filled(given.x, 1), dy: filled(outShape, 3) },
      { ...attributesOf(given), filterShape: given.filter },
    );
}

function inputGradient(given: Case, outShape: number[]): tf.Tensor {
  return tf
    .engine()
    .runKernel<tf.Tensor>(
      'Conv2DBackpropInput',
      { dy: filled(outShape, 3), filter: filled(given.filter, 2) },
      { ...attributesOf(given), inputShape: given.x },
    );
}

/** What `run` gives here, beside what it should give. */
type Compared = [name: string, run: () => tf.Tensor, expected: Float32Array];

/** The convolution and its gradients; the cpu backend leaves dilations out of the latter, and is slow at those of filters. */
async function compared(given: Case, outShape: number[], before: number[]): Promise<Compared[]> {
  const y = () => forward(given);
  const dx = () => inputGradient(given, outShape);
  const dw = () => filterGradient(given, outShape);
  const [inputs, filters] = gradientsByDefinition(given, outShape, before);
  if (given.dilations.some((dilation) => dilation > 1)) {
    return [
      ['forward', y, await onCpu(y)],
      ['input', dx, inputs],
      ['filter', dw, filters],
    ];
  }
  const [outputs, sameInputs] = await eachOnCpu([y, dx]);
  return [
    ['forward', y, outputs!],
    ['input', dx, sameInputs!],
    ['filter', dw, filters],
  ];
}

/** Both gradients by their definition. */
function gradientsByDefinition(given: Case, outShape: number[], before: number[]): [Float32Array, Float32Array] {
  const [batches, height, width, channels] = four(given.x);
  const [rows, columns, , outs] = four(given.filter);
  const [outHeight, outWidth] = [outShape[1]!, outShape[2]!];
  const [[rowStride, columnStride], [rowDilation, columnDilation]] = [pair(given.strides), pair(given.dilations)];
  const [top, left] = pair(before);
  const x = wave(batches * height * width * channels, 1);
  const w = wave(rows * columns * channels * outs, 2);
  const dy = wave(batches * outHeight * outWidth * outs, 3);
  const dx = new Float64Array(x.length);
  const dw = new Float64Array(w.length);
  for (let batch = 0, pixel = 0; batch < batches; batch++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      for (let outColumn = 0; outColumn < outWidth; outColumn++, pixel++) {
        for (let row = 0; row < rows; row++) {
          const inRow = outRow * rowStride + row * rowDilation - top;
          if (inRow < 0 || inRow >= height) continue;
          for (let column = 0; column < columns; column++) {
            const inColumn = outColumn * columnStride + column * columnDilation - left;
            if (inColumn < 0 || inColumn >= width) continue;
            let xAt = ((batch * height + inRow) * width + inColumn) * channels;
            let wAt = (row * columns + column) * channels * outs;
            for (let channel = 0; channel < channels; channel++, xAt++) {
              for (let out = 0; out < outs; out++, wAt++) {
                const by = dy[pixel * outs + out]!;
                dx[xAt]! += by * w[wAt]!;
                dw[wAt]! += by * x[xAt]!;
              }
            }
          }
        }
      }
    }
  }
  return [Float32Array.from(dx), Float32Array.from(dw)];
}

/** Every padding with channels and image sizes that take turns. */
function* cases(filter: readonly number[], strides: number[], dilations: number[]): Generator<Case> {
  for (const [i, pad] of PADS.entries()) {
    for (const [j, [channels, outs]] of CHANNELS.entries()) {
      const image = IMAGES[(i + j) % IMAGES.length]!;
      yield { x: [...image, channels], filter: [...filter, channels, outs], strides, pad, dilations };
    }
  }
}

function sizesOf({ x, filter, strides, pad, dilations }: Case): { outShape: number[]; before: number[] } | null {
  const info = tf.backend_util.computeConv2DInfo(four(x), four(filter), pair(strides), pair(dilations), pad);
  if (info.outHeight < 1 || info.outWidth < 1) return null;
  return { outShape: info.outShape, before: [info.padInfo.top, info.padInfo.left] };
}

function four(list: readonly number[]): [number, number, number, number] {
  return [list[0]!, list[1]!, list[2]!, list[3]!];
}

function pair(list: number[]): [number, number] {
  return [list[0]!, list[1]!];
}

/** Checks a case that has an output. */
async function check(given: Case, expect: ExpectStatic): Promise<void> {
  const sizes = sizesOf(given);
  if (sizes === null) return;
  for (const [name, run, expected] of await compared(given, sizes.outShape, sizes.before)) {
    expect(relativeDistance(values(run), expected), `${name} ${JSON.stringify(given)}`).toBeLessThan(1e-5);
  }
}

describe.for(FILTERS)('a filter of %i × %i', (filter) => {
  test.for(STRIDES)('in strides of %i × %i gives what references give', async (strides, { expect }) => {
    for (const given of cases(filter, strides, [1, 1])) await check(given, expect);
  });

  test.for([
    [2, 2],
    [1, 2],
    [3, 1],
  ])('dilated by %i × %i gives what references give', async (dilations, { expect }) => {
    for (const strides of [
      [1, 1],
      [2, 1],
    ]) {
      for (const given of cases(filter, strides, dilations)) await check(given, expect);
    }
  });
});

describe('a convolution', () => {
  test.for<{ what: string; x: number[]; filter: number[] }>([
    { what: 'several blocks of patches', x: [3, 25, 25, 8], filter: [5, 5, 8, 3] },
    { what: 'wide channels', x: [2, 9, 9, 32], filter: [3, 3, 32, 47] },
    { what: 'a last block of less depth', x: [1, 49, 51, 1], filter: [3, 3, 1, 41] },
    { what: 'one pixel under the filter, blocks of them', x: [2, 40, 40, 17], filter: [1, 1, 17, 32] },
    { what: 'one pixel under the filter, blocks of them turned', x: [2, 27, 27, 40], filter: [1, 1, 40, 50] },
    { what: 'more channels out than pixels', x: [1, 5, 4, 8], filter: [3, 3, 8, 40] },
    { what: 'very many channels out', x: [1, 20, 20, 5], filter: [3, 3, 5, 260] },
    { what: 'one channel out', x: [2, 12, 12, 17], filter: [3, 3, 17, 1] },
  ])('of $what gives what references give', async ({ x, filter }, { expect }) => {
    await check({ x, filter, strides: [1, 1], pad: 'valid', dilations: [1, 1] }, expect);
  });

  test.for(['linear', 'relu', 'relu6', 'sigmoid', 'elu', 'leakyrelu', 'prelu'] as const)(
    'ends in bias and %s as the cpu backend has it',
    async (activation, { expect }) => {
      // Patches of 27 values are multiplied as they stand, patches of 72 turned.
      for (const [channels, slopes] of [
        [3, [5]],
        [8, [1]],
        [8, [1, 1, 5]],
        [3, [6, 6, 5]],
      ] as const) {
        const run = () =>
          tf.fused.conv2d({
            x: tf.tensor4d(wave(2 * 6 * 6 * channels, 1), [2, 6, 6, channels]),
            filter: tf.tensor4d(wave(9 * channels * 5, 2), [3, 3, channels, 5]),
            bias: tf.tensor1d(wave(5, 3)),
            strides: 1,
            pad: 'same',
            activation,
            preluActivationWeights: activation === 'prelu' ? filled(slopes, 4) : undefined,
            leakyreluAlpha: 0.3,
          });
        expect(relativeDistance(values(run), await onCpu(run))).toBeLessThan(1e-5);
      }
    },
  );

  test('hands NaN on, and only to the outputs that see it', ({ expect }) => {
    const x = new Float32Array(25);
    x[0] = NaN;
    const y = values(() => tf.conv2d(tf.tensor4d(x, [1, 5, 5, 1]), tf.ones([2, 2, 1, 1]), 1, 'same'));
    expect([...y].flatMap((value, i) => (Number.isNaN(value) ? [i] : []))).toEqual([0]);
  });

  test('gives every weight of a small network the cpu backend’s gradient', async ({ expect }) => {
    const shapes = [[3, 3, 2, 6], [6], [2, 2, 6, 5], [5], [20, 3]];
    const network = (w1: tf.Tensor, b1: tf.Tensor, w2: tf.Tensor, b2: tf.Tensor, w3: tf.Tensor) => {
      const x = tf.tensor4d(wave(3 * 11 * 11 * 2, 9), [3, 11, 11, 2]);
      const first = tf.add(tf.conv2d(x, tf.reshape(w1, [3, 3, 2, 6]), 2, 'same'), b1);
      const second = tf.fused.conv2d({
        x: tf.maxPool<tf.Tensor4D>(tf.reshape(tf.sigmoid(first), [3, 6, 6, 6]), 2, 2, 'same'),
        filter: tf.reshape(w2, [2, 2, 6, 5]),
        bias: b2,
        strides: 1,
        pad: 'valid',
        activation: 'relu',
      });
      return tf.mean(tf.square(tf.matMul(tf.reshape(second, [3, 20]), tf.reshape(w3, [20, 3]))));
    };
    const gradient = (i: number) => () =>
      tf.grads((...weights: tf.Tensor[]) => {
        const [w1, b1, w2, b2, w3] = weights;
        return network(w1!, b1!, w2!, b2!, w3!);
      })(shapes.map((shape, salt) => filled(shape, salt)))[i]!;
    for (const [i, shape] of shapes.entries()) {
      const distance = relativeDistance(values(gradient(i)), await onCpu(gradient(i)));
      expect(distance, `of the weights [${shape.join()}]`).toBeLessThan(1e-5);
    }
  });
});
