import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';

type Pair = [number, number];
type Four = [number, number, number, number];
type Padding = 'same' | 'valid' | number | [Pair, Pair, Pair, Pair];

const FILTERS: Pair[] = [
  [1, 1],
  [2, 3],
  [3, 3],
  [5, 5],
];
const STRIDES: Pair[] = [
  [1, 1],
  [2, 2],
  [1, 3],
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
/** Channels and multiplier. */
const CHANNELS: Pair[] = [
  [1, 1],
  [3, 1],
  [8, 1],
  [17, 1],
  [1, 5],
  [3, 2],
  [4, 4],
];
const IMAGES = [
  [3, 7, 6],
  [1, 9, 5],
  [2, 5, 9],
] as const;

beforeAll(async () => {
  await startForTest();
});

interface Case {
  x: Four;
  filter: Four;
  strides: Pair;
  pad: Padding;
  dilations: Pair;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

function filled(shape: readonly number[], salt: number): tf.Tensor {
  return tf.tensor(wave(sizeOf(shape), salt), [...shape]);
}

function infoOf({ x, filter, strides, pad, dilations }: Case): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, undefined, true);
}

function filterGradient({ x, filter, ...rest }: Case, outShape: number[]): tf.Tensor {
  return tf
    .engine()
    .runKernel<tf.Tensor>(
      'DepthwiseConv2dNativeBackpropFilter',
      { x: filled(x, 1), dy: filled(outShape, 3) },
      { ...rest, filterShape: filter },
    );
}

function inputGradient({ x, filter, ...rest }: Case, outShape: number[]): tf.Tensor {
  return tf
    .engine()
    .runKernel<tf.Tensor>(
      'DepthwiseConv2dNativeBackpropInput',
      { dy: filled(outShape, 3), filter: filled(filter, 2) },
      { ...rest, inputShape: x },
    );
}

/** Both gradients by their definition: the cpu backend's leave dilations out. */
function gradientsByDefinition(given: Case): { dx: Float32Array; dw: Float32Array } {
  const info = infoOf(given);
  const x = wave(sizeOf(given.x), 1);
  const w = wave(sizeOf(given.filter), 2);
  const dy = wave(sizeOf(info.outShape), 3);
  const dx = new Float64Array(x.length);
  const dw = new Float64Array(w.length);
  const times = given.filter[3];
  dy.forEach((gradient, at) => {
    const out = at % info.outChannels;
    const pixel = Math.floor(at / info.outChannels);
    const outColumn = pixel % info.outWidth;
    const outRow = Math.floor(pixel / info.outWidth) % info.outHeight;
    const batch = Math.floor(pixel / info.outWidth / info.outHeight);
    for (let place = 0; place < info.filterHeight * info.filterWidth; place++) {
      const row = Math.floor(place / info.filterWidth) * info.dilationHeight;
      const column = (place % info.filterWidth) * info.dilationWidth;
      const inRow = outRow * info.strideHeight + row - info.padInfo.top;
      const inColumn = outColumn * info.strideWidth + column - info.padInfo.left;
      if (inRow < 0 || inRow >= info.inHeight || inColumn < 0 || inColumn >= info.inWidth) continue;
      const inPixel = (batch * info.inHeight + inRow) * info.inWidth + inColumn;
      const xAt = inPixel * info.inChannels + Math.floor(out / times);
      const wAt = place * info.outChannels + out;
      dx[xAt]! += gradient * w[wAt]!;
      dw[wAt]! += gradient * x[xAt]!;
    }
  });
  return { dx: Float32Array.from(dx), dw: Float32Array.from(dw) };
}

function* cases(filter: Pair, strides: Pair, dilations: Pair): Generator<Case> {
  for (const [i, pad] of PADS.entries()) {
    for (const [j, [channels, times]] of CHANNELS.entries()) {
      const [batch, height, width] = IMAGES[(i + j) % IMAGES.length]!;
      const given: Case = {
        x: [batch, height, width, channels],
        filter: [...filter, channels, times],
        strides,
        pad,
        dilations,
      };
      if (sizeOf(infoOf(given).outShape.map((dimension) => Math.max(0, dimension))) > 0) yield given;
    }
  }
}

describe.for(FILTERS)('a depthwise filter of %i × %i', (filter) => {
  test.for(STRIDES)('in strides of %i × %i has the cpu backend’s gradients', async (strides, { expect }) => {
    for (const given of cases(filter, strides, [1, 1])) {
      const { outShape } = infoOf(given);
      for (const run of [filterGradient, inputGradient]) {
        const gradient = () => run(given, outShape);
        const what = `${run.name} ${JSON.stringify(given)}`;
        expect(relativeDistance(values(gradient), await onCpu(gradient)), what).toBeLessThan(1e-5);
      }
    }
  });

  test.for<Pair>([
    [2, 2],
    [1, 3],
  ])('dilated by %i × %i has the gradients of the definition', (dilations, { expect }) => {
    for (const strides of STRIDES) {
      for (const given of cases(filter, strides, dilations)) {
        const { outShape } = infoOf(given);
        const { dx, dw } = gradientsByDefinition(given);
        const what = JSON.stringify(given);
        expect(
          relativeDistance(
            values(() => inputGradient(given, outShape)),
            dx,
          ),
          what,
        ).toBeLessThan(1e-5);
        expect(
          relativeDistance(
            values(() => filterGradient(given, outShape)),
            dw,
          ),
          what,
        ).toBeLessThan(1e-5);
      }
    }
  });
});

describe('a depthwise convolution', () => {
  test.for<Pair>([
    [1, 1],
    [2, 2],
  ])('dilated by %i × %i is the cpu backend’s', async (dilations, { expect }) => {
    // The cpu backend takes strides or dilations, not both.
    for (const strides of dilations[0] === 1 ? STRIDES : STRIDES.slice(0, 1)) {
      for (const filter of FILTERS) {
        for (const given of cases(filter, strides, dilations)) {
          const { x, filter: shape, ...attributes } = given;
          const inputs = () => ({ x: filled(x, 1), filter: filled(shape, 2) });
          const run = () => tf.engine().runKernel<tf.Tensor>('DepthwiseConv2dNative', inputs(), attributes);
          expect(relativeDistance(values(run), await onCpu(run)), JSON.stringify(given)).toBeLessThan(1e-5);
        }
      }
    }
  });

  test.for(['linear', 'relu', 'relu6', 'sigmoid', 'elu', 'leakyrelu', 'prelu'] as const)(
    'ends in bias and %s as the cpu backend has it',
    async (activation, { expect }) => {
      for (const multiplier of [1, 2]) {
        const run = () =>
          tf.fused.depthwiseConv2d({
            x: tf.tensor4d(wave(2 * 6 * 6 * 5, 1), [2, 6, 6, 5]),
            filter: tf.tensor4d(wave(9 * 5 * multiplier, 2), [3, 3, 5, multiplier]),
            bias: tf.tensor1d(wave(5 * multiplier, 3)),
            strides: 1,
            pad: 'same',
            activation,
            preluActivationWeights: activation === 'prelu' ? filled([5 * multiplier], 4) : undefined,
            leakyreluAlpha: 0.3,
          });
        expect(relativeDistance(values(run), await onCpu(run))).toBeLessThan(1e-5);
      }
    },
  );

  test('has the cpu backend’s gradients through tf.grads', async ({ expect }) => {
    const gradient = (i: number) => () =>
      tf.grads((x: tf.Tensor, filter: tf.Tensor) => {
        const image = tf.reshape<tf.Rank.R4>(x, [2, 8, 7, 3]);
        return tf.mean(tf.square(tf.depthwiseConv2d(image, tf.reshape<tf.Rank.R4>(filter, [3, 3, 3, 2]), 2, 'same')));
      })([filled([2, 8, 7, 3], 1), filled([3, 3, 3, 2], 2)])[i]!;
    for (const i of [0, 1]) {
      expect(relativeDistance(values(gradient(i)), await onCpu(gradient(i)))).toBeLessThan(1e-5);
    }
  });
});

describe('bad input', () => {
  const plain = { strides: [1, 1], pad: 'valid', dilations: [1, 1] };

  test.for<{ what: string; code: string; run: () => unknown }>([
    {
      what: 'ints',
      code: 'unknown_dtype',
      run: () =>
        tf
          .engine()
          .runKernel(
            'DepthwiseConv2dNativeBackpropFilter',
            { x: tf.ones([1, 4, 4, 2], 'int32'), dy: tf.ones([1, 2, 2, 2]) },
            { ...plain, filterShape: [3, 3, 2, 1] },
          ),
    },
    {
      what: 'a gradient of another width',
      code: 'shape_mismatch',
      run: () =>
        tf
          .engine()
          .runKernel(
            'DepthwiseConv2dNativeBackpropFilter',
            { x: tf.ones([1, 4, 4, 2]), dy: tf.ones([1, 2, 2, 2]) },
            { ...plain, filterShape: [3, 3, 2, 2] },
          ),
    },
    {
      what: 'other channels',
      code: 'shape_mismatch',
      run: () =>
        tf
          .engine()
          .runKernel(
            'DepthwiseConv2dNativeBackpropInput',
            { dy: tf.ones([1, 2, 2, 2]), filter: tf.ones([3, 3, 2, 1]) },
            { ...plain, inputShape: [1, 4, 4, 3] },
          ),
    },
    {
      what: 'a bias of another width',
      code: 'shape_mismatch',
      run: () =>
        tf
          .engine()
          .runKernel(
            'FusedDepthwiseConv2D',
            { x: tf.ones([1, 4, 4, 2]), filter: tf.ones([3, 3, 2, 1]), bias: tf.ones([3]) },
            { ...plain, activation: 'relu' },
          ),
    },
    {
      what: 'no images',
      code: 'empty_tensor',
      run: () =>
        tf
          .engine()
          .runKernel(
            'DepthwiseConv2dNativeBackpropInput',
            { dy: tf.ones([0, 2, 2, 2]), filter: tf.ones([3, 3, 2, 1]) },
            { ...plain, inputShape: [0, 4, 4, 2] },
          ),
    },
  ])('of $what is refused, and the backend goes on', ({ code, run }, { expect }) => {
    const before = tf.memory().numTensors;
    expect(() => tf.tidy(() => void run())).toThrow(
      expect.objectContaining({ name: 'BackendError', code, message: expect.stringMatching(/Depthwise.*\[/) }),
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(values(() => tf.add(1, 2))[0]).toBe(3);
  });
});
