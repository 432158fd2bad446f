import * as tf from '@tensorflow/tfjs';
import type { GradConfig, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { attribute, input, type KernelArguments } from '../kernels/kernel-arguments.ts';
import { checkTensors, shapeText, sizeOf, type KernelContext } from '../kernels/kernel-context.ts';

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
 * @param epsilon added to the variances.
 * @throws {BackendError} `shape_mismatch`, `unknown_dtype`, `empty_tensor`.
 * @see Ioffe, Szegedy: Batch Normalization (2015)
 */
export function batchNormalization<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
): Normalized<T> {
  const outputs: [T, tf.Tensor1D, tf.Tensor1D] = tf.engine().runKernel(NORMALIZE, { x, gamma, beta }, { epsilon });
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
  kernels.normalizeGradient(
    sizeOf(x.shape) / channels,
    channels,
    offsetOf(x),
    offsetOf(gamma),
    offsetOf(input(given, 'mean')),
    offsetOf(input(given, 'variance')),
    epsilonOf(given),
    offsetOf(dy),
    dx!,
    dGamma!,
    dBeta!,
    scratch,
  );
  return outputs;
}

function epsilonOf(given: KernelArguments): number {
  return Number(attribute(given, 'epsilon'));
}

/** How `batchNormalization` passes derivatives on. Those by the statistics it gives are not asked for. */
export const normalizationGradient: GradConfig = {
  kernelName: NORMALIZE,
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [false, true, true],
  gradFunc: (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[], attributes) => {
    const [x, gamma, mean, variance] = saved;
    const given = { x: x!, gamma: gamma!, mean: mean!, variance: variance!, dy: Array.isArray(dy) ? dy[0]! : dy };
    const [dx, dGamma, dBeta]: tf.Tensor[] = tf.engine().runKernel(GRADIENT, given, attributes);
    return { x: () => dx!, gamma: () => dGamma!, beta: () => dBeta! };
  },
};
