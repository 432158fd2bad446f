import * as tf from '@tensorflow/tfjs';
import type { GradConfig, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { input, text, type KernelArguments } from '../kernels/kernel-arguments.ts';
import { ACTIVATION_CODES, checkTensors, sizeOf, type KernelContext } from '../kernels/kernel-context.ts';

const FUSED = 'FusedConv2D';
const ACTIVATION_GRADIENT = 'StepwellActivationGrad';

/**
 * A convolution with its bias and activation in one pass, while training too: `tf.fused.conv2d` takes three then, and
 * keeps what each of them gave.
 *
 * @param x [batch, height, width, inChannels], float32.
 * @param filter [filterHeight, filterWidth, inChannels, outChannels].
 * @param bias [outChannels].
 * @returns [batch, outHeight, outWidth, outChannels].
 * @throws {BackendError} `shape_mismatch`, `unknown_dtype`, `empty_tensor`.
 */
export function convolve(
  x: tf.Tensor4D,
  filter: tf.Tensor,
  bias: tf.Tensor,
  { padding, activation }: { padding: 'valid' | 'same'; activation: 'linear' | 'relu' },
): tf.Tensor4D {
  return tf
    .engine()
    .runKernel<tf.Tensor4D>(
      FUSED,
      { x, filter, bias },
      { strides: [1, 1], pad: padding, dataFormat: 'NHWC', dilations: [1, 1], activation },
    );
}

/** The kernel that takes derivatives back through an activation, told by what it gave. */
export function activationGradientKernel(context: KernelContext): KernelConfig {
  return {
    kernelName: ACTIVATION_GRADIENT,
    backendName: 'wasm',
    kernelFunc: (given: KernelArguments): TensorInfo => {
      const { offsetOf, kernels } = context;
      const [y, dy] = [input(given, 'y'), input(given, 'dy')];
      checkTensors(ACTIVATION_GRADIENT, { y, dy });
      const output = context.makeOutput(dy.shape, 'float32');
      const count = sizeOf(dy.shape);
      const activation = ACTIVATION_CODES[text(given, 'activation', 'linear')] ?? 0;
      kernels.activationGradient(activation, count, offsetOf(y), offsetOf(dy), offsetOf(output));
      return output;
    },
  };
}

/** How `convolve` passes derivatives on. */
export const convolveGradient: GradConfig = {
  kernelName: FUSED,
  inputsToSave: ['x', 'filter', 'bias'],
  outputsToSave: [true],
  gradFunc: (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[], attributes) => {
    const [x, filter, bias, y] = saved;
    const byOutput = Array.isArray(dy) ? dy[0]! : dy;
    const { activation = 'linear' } = attributes;
    // Bias, filter and input all wait for it.
    const delta: tf.Tensor =
      activation === 'linear'
        ? byOutput
        : tf.engine().runKernel(ACTIVATION_GRADIENT, { y: y!, dy: byOutput }, { activation });
    const run = (kernel: string, given: Record<string, tf.Tensor>, more: Record<string, number[]>): tf.Tensor =>
      tf.engine().runKernel(kernel, given, { ...attributes, ...more });
    return {
      x: () => run('Conv2DBackpropInput', { dy: delta, filter: filter! }, { inputShape: x!.shape }),
      filter: () => run('Conv2DBackpropFilter', { x: x!, dy: delta }, { filterShape: filter!.shape }),
      bias: () => tf.reshape(tf.sum(delta, [0, 1, 2]), bias!.shape),
    };
  },
};
