import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { startForTest, values } from '../testing/against-cpu.ts';

const PLAIN = { strides: [1, 1], pad: 'valid', dilations: [1, 1], dataFormat: 'NHWC' };

beforeAll(async () => {
  await startForTest();
});

interface Refusal {
  what: string;
  code: string;
  kernel: string;
  inputs: () => tf.NamedTensorMap;
  attributes?: tf.NamedAttrMap;
}

const image = () => tf.ones([1, 4, 4, 2]);
const filter = () => tf.ones([3, 3, 2, 5]);

describe('a convolution', () => {
  test.for<Refusal>([
    {
      what: 'ints',
      code: 'unknown_dtype',
      kernel: 'Conv2D',
      inputs: () => ({ x: tf.ones([1, 4, 4, 2], 'int32'), filter: filter() }),
    },
    {
      what: 'other channels',
      code: 'shape_mismatch',
      kernel: 'Conv2D',
      inputs: () => ({ x: tf.ones([1, 4, 4, 3]), filter: filter() }),
    },
    {
      what: 'a matrix for a filter',
      code: 'shape_mismatch',
      kernel: 'Conv2D',
      inputs: () => ({ x: image(), filter: tf.ones([2, 5]) }),
    },
    {
      what: 'a filter larger than the image',
      code: 'empty_tensor',
      kernel: 'Conv2D',
      inputs: () => ({ x: tf.ones([1, 2, 2, 2]), filter: filter() }),
    },
    {
      what: 'no images',
      code: 'empty_tensor',
      kernel: 'Conv2D',
      inputs: () => ({ x: tf.zeros([0, 4, 4, 2]), filter: filter() }),
    },
    {
      what: 'channels first',
      code: 'bad_option',
      kernel: 'Conv2D',
      inputs: () => ({ x: image(), filter: filter() }),
      attributes: { dataFormat: 'NCHW' },
    },
    {
      what: 'no stride',
      code: 'bad_option',
      kernel: 'Conv2D',
      inputs: () => ({ x: image(), filter: filter() }),
      attributes: { strides: [0, 1] },
    },
    {
      what: 'half a pixel of padding',
      code: 'bad_option',
      kernel: 'Conv2D',
      inputs: () => ({ x: image(), filter: filter() }),
      attributes: { pad: 0.5 },
    },
    {
      what: 'an unknown rounding',
      code: 'bad_option',
      kernel: 'Conv2D',
      inputs: () => ({ x: image(), filter: filter() }),
      attributes: { pad: 1, dimRoundingMode: 'up' },
    },
    {
      what: 'an unknown activation',
      code: 'bad_option',
      kernel: 'FusedConv2D',
      inputs: () => ({ x: image(), filter: filter() }),
      attributes: { activation: 'cube' },
    },
    {
      what: 'a bias of another width',
      code: 'shape_mismatch',
      kernel: 'FusedConv2D',
      inputs: () => ({ x: image(), filter: filter(), bias: tf.ones([2]) }),
      attributes: { activation: 'linear' },
    },
    {
      what: 'slopes of another width',
      code: 'shape_mismatch',
      kernel: 'FusedConv2D',
      inputs: () => ({ x: image(), filter: filter(), preluActivationWeights: tf.ones([2, 1, 1]) }),
      attributes: { activation: 'prelu' },
    },
    {
      what: 'a gradient of another shape, for the filter',
      code: 'shape_mismatch',
      kernel: 'Conv2DBackpropFilter',
      inputs: () => ({ x: image(), dy: tf.ones([1, 4, 4, 5]) }),
      attributes: { filterShape: [3, 3, 2, 5] },
    },
    {
      what: 'a filter of no rows',
      code: 'shape_mismatch',
      kernel: 'Conv2DBackpropFilter',
      inputs: () => ({ x: image(), dy: tf.ones([1, 4, 4, 5]) }),
      attributes: { filterShape: [0, 3, 2, 5] },
    },
    {
      what: 'a gradient of another shape, for the input',
      code: 'shape_mismatch',
      kernel: 'Conv2DBackpropInput',
      inputs: () => ({ dy: tf.ones([1, 3, 2, 5]), filter: filter() }),
      attributes: { inputShape: [1, 4, 4, 2] },
    },
  ])('refuses $what, and the backend goes on', ({ code, kernel, inputs, attributes }, { expect }) => {
    const before = tf.memory().numTensors;
    const run = () => tf.tidy(() => void tf.engine().runKernel(kernel, inputs(), { ...PLAIN, ...attributes }));
    expect(run).toThrow(
      expect.objectContaining({ name: 'BackendError', code, message: expect.stringMatching(`${kernel} .*[\\[";]`) }),
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(values(() => tf.conv2d(tf.tensor4d([2], [1, 1, 1, 1]), tf.tensor4d([3], [1, 1, 1, 1]), 1, 'valid'))[0]).toBe(
      6,
    );
  });

  test('says so when the heap has no room, and nothing is left behind', ({ expect }) => {
    const before = tf.memory().numTensors;
    // Nearly 2³⁰ floats of input are nearly 4 GiB: the heap's limit, and some of it is taken.
    const attributes = { ...PLAIN, pad: 'same', strides: [65_536, 65_536], inputShape: [1, 32_768, 32_767, 1] };
    const inputs = () => ({ dy: tf.ones([1, 1, 1, 1]), filter: tf.ones([1, 1, 1, 1]) });
    const run = () => tf.tidy(() => void tf.engine().runKernel('Conv2DBackpropInput', inputs(), attributes));
    expect(run).toThrow(expect.objectContaining({ name: 'BackendError', code: 'heap_exhausted' }));
    expect(tf.memory().numTensors).toBe(before);
  });
});
