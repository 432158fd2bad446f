import * as tf from '@tensorflow/tfjs';
import type { GradConfig, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { attribute, input, text, type KernelArguments } from '../kernels/kernel-arguments.ts';
import { ACTIVATION_CODES, checkTensors, shapeText, sizeOf, type KernelContext } from '../kernels/kernel-context.ts';

const NORMALIZE = 'StepwellBatchNormalization';
const GRADIENT = 'StepwellBatchNormalizationGrad';

/** Rows normalised by their own statistics. */
export interface Normalized<T extends tf.Tensor> {
  output: T;
  /** [channels]. */
  mean: tf.Tensor1D;
  /** [channels], biased: the mean of the squared distances. */
  variance: tf.Tensor1D;
}

/**
 * Batch normalization as it is while training: each channel by the mean and variance of this batch. Differentiable by x,
 * gamma and beta, through the statistics too.
 *
 * @param x [..., channels], float32.
 * @param gamma [channels], @param beta [channels].
 * @param options `epsilon` is added to the variances; `activation` comes behind, in the same pass.
 * @throws {BackendError} `shape_mismatch`, `unknown_dtype`, `empty_tensor`.
 * @see Ioffe, Szegedy: Batch Normalization (2015)
 */
export function batchNormalization<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  { epsilon, activation = 'linear' }: { epsilon: number; activation?: 'linear' | 'relu' },
): Normalized<T> {
  const attributes = { epsilon, activation };
  const outputs: [T, tf.Tensor1D, tf.Tensor1D] = tf.engine().runKernel(NORMALIZE, { x, gamma, beta }, attributes);
  return { output: outputs[0], mean: outputs[1], variance: outputs[2] };
}

/** The kernels behind `batchNormalization`. */
export function normalizationKernels(context: KernelContext): KernelConfig[] {
  return [
    { kernelName: NORMALIZE, backendName: 'wasm', kernelFunc: (given: KernelArguments) => normalize(context, given) },
    { kernelName: GRADIENT, backendName: 'wasm', kernelFunc: (given: KernelArguments) => gradient(context, given) },
  ];
}

function normalize(context: KernelContext, given: KernelArguments): TensorInfo[] {
  const { offsetOf, kernels, heap } = context;
  const [x, gamma, beta] = [input(given, 'x'), input(given, 'gamma'), input(given, 'beta')];
  checkTensors(NORMALIZE, { x, gamma, beta });
  const channels = x.shape.at(-1) ?? 0;
  if (sizeOf(gamma.shape) !== channels || sizeOf(beta.shape) !== channels) {
    throw new BackendError(
      'shape_mismatch',
      `${NORMALIZE} was given gamma of shape ${shapeText(gamma.shape)} and beta of shape ${shapeText(beta.shape)} for x of shape ${shapeText(x.shape)}; both have one value a channel, ${channels}.`,
    );
  }
  const rows = sizeOf(x.shape) / channels;
  const scratch = heap.scratch(4 * channels, `scratch of ${NORMALIZE} ${shapeText(x.shape)}`);
  const output = context.makeOutput(x.shape, 'float32');
  const mean = context.makeOutput([channels], 'float32');
  const variance = context.makeOutput([channels], 'float32');
  const [xAt, meanAt, varianceAt] = [offsetOf(x), offsetOf(mean), offsetOf(variance)];
  kernels.moments(rows, channels, xAt, meanAt, varianceAt, scratch);
  kernels.normalize(
    rows,
    channels,
    xAt,
    offsetOf(gamma),
    offsetOf(beta),
    meanAt,
    varianceAt,
    epsilonOf(given),
    offsetOf(output),
    scratch,
  );
  kernels.activate(activationOf(given), 0, sizeOf(x.shape), offsetOf(output));
  return [output, mean, variance];
}

/** [dx, dGamma, dBeta]. */
function gradient(context: KernelContext, given: KernelArguments): TensorInfo[] {
  const { offsetOf, kernels, heap } = context;
  const [x, gamma, dy] = [input(given, 'x'), input(given, 'gamma'), input(given, 'dy')];
  checkTensors(GRADIENT, { x, gamma, dy });
  const channels = x.shape.at(-1) ?? 0;
  const scratch = heap.scratch(12 * channels, `scratch of ${GRADIENT} ${shapeText(x.shape)}`);
  const outputs = [x.shape, gamma.shape, gamma.shape].map((shape) => context.makeOutput(shape, 'float32'));
  const [dx, dGamma, dBeta] = outputs.map(offsetOf);
  const size = sizeOf(x.shape);
  // What comes through the activation takes the room of the result, which is written place by place.
  kernels.activationGradient(activationOf(given), size, offsetOf(input(given, 'y')), offsetOf(dy), dx!);
  kernels.normalizeGradient(
    size / channels,
    channels,
    offsetOf(x),
    offsetOf(gamma),
    offsetOf(input(given, 'mean')),
    offsetOf(input(given, 'variance')),
    epsilonOf(given),
    dx!,
    dx!,
    dGamma!,
    dBeta!,
    scratch,
  );
  return outputs;
}

function activationOf(given: KernelArguments): number {
  return ACTIVATION_CODES[text(given, 'activation', 'linear')] ?? 0;
}

function epsilonOf(given: KernelArguments): number {
  return Number(attribute(given, 'epsilon'));
}

/** How `batchNormalization` passes derivatives on. Those by the statistics it gives are not asked for. */
export const normalizationGradient: GradConfig = {
  kernelName: NORMALIZE,
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [true, true, true],
  gradFunc: (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[], attributes) => {
    const [x, gamma, y, mean, variance] = saved;
    const given = {
      x: x!,
      gamma: gamma!,
      y: y!,
      mean: mean!,
      variance: variance!,
      dy: Array.isArray(dy) ? dy[0]! : dy,
    };
    const [dx, dGamma, dBeta]: tf.Tensor[] = tf.engine().runKernel(GRADIENT, given, attributes);
    return { x: () => dx!, gamma: () => dGamma!, beta: () => dBeta! };
  },
};
