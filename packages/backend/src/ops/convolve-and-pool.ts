import * as tf from '@tensorflow/tfjs';
import type { GradConfig, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { conv2dForward } from '../kernels/conv2d.ts';
import { fusedEnding } from '../kernels/fused-ending.ts';
import { input, numbers, type KernelArguments } from '../kernels/kernel-arguments.ts';
import { checkTensors, shapeText, sizeOf, type KernelContext } from '../kernels/kernel-context.ts';
import { GEOMETRY_BYTES, windowGeometry, writeGeometry, type WindowGeometry } from '../kernels/window-geometry.ts';

const FORWARD = 'StepwellConvolveAndPool';
const DELTA = 'StepwellConvolveAndPoolDelta';
const FILTER_GRADIENT = 'StepwellConvolveAndPoolFilterGrad';
const BIAS_GRADIENT = 'StepwellConvolveAndPoolBiasGrad';

/**
 * `convolve`, then the maxima of windows of 2 × 2, one beside the other. Only the maxima and their places are kept for the way back,
 * and where the kernel allows it, the convolution's outputs never lie on the heap all at once.
 *
 * @param x [batch, height, width, inChannels], float32.
 * @param filter [filterHeight, filterWidth, inChannels, outChannels].
 * @param bias [outChannels].
 * @returns [batch, ⌊outHeight / 2⌋, ⌊outWidth / 2⌋, outChannels].
 * @throws {BackendError} `shape_mismatch`, `unknown_dtype`, `empty_tensor`.
 */
export function convolveAndPool(
  x: tf.Tensor4D,
  filter: tf.Tensor,
  bias: tf.Tensor,
  { padding, activation }: { padding: 'valid' | 'same'; activation: 'linear' | 'relu' },
): tf.Tensor4D {
  const outputs = tf
    .engine()
    .runKernel<[tf.Tensor4D, tf.Tensor]>(
      FORWARD,
      { x, filter, bias },
      { strides: [1, 1], pad: padding, dataFormat: 'NHWC', dilations: [1, 1], activation },
    );
  return outputs[0];
}

/** The kernels behind `convolveAndPool`. */
export function convolveAndPoolKernels(context: KernelContext): KernelConfig[] {
  const config = (
    kernelName: string,
    run: (context: KernelContext, given: KernelArguments) => TensorInfo | TensorInfo[],
  ): KernelConfig => ({
    kernelName,
    backendName: 'wasm',
    kernelFunc: (given: KernelArguments) => run(context, given),
  });
  return [
    config(FORWARD, forward),
    config(DELTA, delta),
    config(FILTER_GRADIENT, filterGradient),
    config(BIAS_GRADIENT, biasGradient),
  ];
}

/** How `convolveAndPool` passes derivatives on. */
export function convolveAndPoolGradient(context: KernelContext): GradConfig {
  return {
    kernelName: FORWARD,
    inputsToSave: ['x', 'filter', 'bias'],
    outputsToSave: [false, true],
    gradFunc: (given: tf.Tensor | tf.Tensor[], saved: tf.Tensor[], attributes) => {
      const [x, filter, bias, places] = [saved[0]!, saved[1]!, saved[2]!, saved[3]!];
      const dy = Array.isArray(given) ? given[0]! : given;
      const shapes = { inputShape: x.shape, filterShape: filter.shape };
      const run = (kernel: string, inputs: Record<string, tf.Tensor>): tf.Tensor =>
        tf.engine().runKernel(kernel, inputs, { ...attributes, ...shapes });
      const spread = () => run(DELTA, { dy, places });
      const inputs = { inputs: {}, attrs: attributes };
      const delta = pooledScratch(context, geometryOf(inputs, x.shape, filter.shape)) === null ? spread() : null;
      return {
        x: () => run('Conv2DBackpropInput', { dy: delta ?? spread(), filter }),
        filter: () =>
          delta === null ? run(FILTER_GRADIENT, { x, dy, places }) : run('Conv2DBackpropFilter', { x, dy: delta }),
        bias: () => tf.reshape(run(BIAS_GRADIENT, { dy, places }), bias.shape),
      };
    },
  };
}

/** The maxima, and a byte for the place of each. */
function forward(context: KernelContext, given: KernelArguments): TensorInfo[] {
  const { offsetOf, kernels } = context;
  const [x, filter] = [input(given, 'x'), input(given, 'filter')];
  checkTensors(FORWARD, { x, filter });
  const geometry = geometryOf(given, x.shape, filter.shape);
  const { bias, activation } = fusedEnding(context, FORWARD, given, geometry.outShape);
  const shape = pooledShape(geometry);
  if (sizeOf(shape) === 0) {
    throw new BackendError(
      'empty_tensor',
      `${FORWARD} takes the maxima of windows of 2 × 2, and a filter ${shapeText(filter.shape)} on ${shapeText(x.shape)} gives ${shapeText(geometry.outShape)}: no window fits. Pad the input, or leave pooling out.`,
    );
  }
  const scratch = pooledScratch(context, geometry);
  if (scratch !== null) {
    const [to, places] = [context.makeOutput(shape, 'float32'), context.makeOutput(shape, 'bool')];
    const biasAt = bias === null ? 0 : offsetOf(bias);
    const at = scratch + GEOMETRY_BYTES;
    kernels.conv2dPooled(
      scratch,
      offsetOf(x),
      offsetOf(filter),
      biasAt,
      activation,
      offsetOf(to),
      offsetOf(places),
      at,
    );
    return [to, places];
  }
  const y = conv2dForward(context, FORWARD, given, true);
  const [to, places] = [context.makeOutput(shape, 'float32'), context.makeOutput(shape, 'bool')];
  kernels.poolWithPlaces(placed(context, geometry), activation, offsetOf(y), offsetOf(to), offsetOf(places));
  tf.backend().disposeData(y.dataId);
  return [to, places];
}

/** The convolution's derivatives before its activation. */
function delta(context: KernelContext, given: KernelArguments): TensorInfo {
  const { offsetOf, kernels } = context;
  const [dy, places] = [input(given, 'dy'), input(given, 'places')];
  const geometry = geometryOf(given, numbers(given, 'inputShape'), numbers(given, 'filterShape'));
  const output = context.makeOutput(geometry.outShape, 'float32');
  kernels.spreadToPlaces(placed(context, geometry), offsetOf(dy), offsetOf(places), offsetOf(output));
  return output;
}

/** The filter's derivatives, without those of the outputs: only where `pooledScratch` isn't null. */
function filterGradient(context: KernelContext, given: KernelArguments): TensorInfo {
  const { offsetOf, kernels } = context;
  const [x, dy, places] = [input(given, 'x'), input(given, 'dy'), input(given, 'places')];
  const filterShape = numbers(given, 'filterShape');
  const scratch = pooledScratch(context, geometryOf(given, x.shape, filterShape))!;
  const output = context.makeOutput(filterShape, 'float32');
  const at = scratch + GEOMETRY_BYTES;
  kernels.conv2dFilterGradientPooled(scratch, offsetOf(x), offsetOf(dy), offsetOf(places), offsetOf(output), at);
  return output;
}

function biasGradient(context: KernelContext, given: KernelArguments): TensorInfo {
  const { offsetOf, kernels } = context;
  const [dy, places] = [input(given, 'dy'), input(given, 'places')];
  const geometry = geometryOf(given, numbers(given, 'inputShape'), numbers(given, 'filterShape'));
  const output = context.makeOutput([geometry.outChannels], 'float32');
  kernels.sumOfPlaces(placed(context, geometry), offsetOf(dy), offsetOf(places), offsetOf(output));
  return output;
}

function geometryOf(given: KernelArguments, x: readonly number[], filter: readonly number[]): WindowGeometry {
  return windowGeometry(FORWARD, given, { input: x, filter, depthwise: false });
}

function pooledShape({ outShape: [batch, height, width, channels] }: WindowGeometry): number[] {
  return [batch, Math.floor(height / 2), Math.floor(width / 2), channels];
}

/** @returns scratch that holds the geometry alone. */
function placed(context: KernelContext, geometry: WindowGeometry): number {
  const at = context.heap.scratch(GEOMETRY_BYTES, `the geometry of ${FORWARD} ${shapeText(geometry.inShape)}`);
  writeGeometry(context, geometry, at);
  return at;
}

/** @returns scratch that starts with the geometry, or null where convolution and pooling have no kernel in common. */
function pooledScratch(context: KernelContext, geometry: WindowGeometry): number | null {
  const bytes = context.kernels.pooledScratch(placed(context, geometry));
  if (bytes < 0) return null;
  const what = `scratch of ${FORWARD} ${shapeText(geometry.inShape)} ∗ ${shapeText(geometry.filterShape)}`;
  const scratch = context.heap.scratch(GEOMETRY_BYTES + bytes, what);
  writeGeometry(context, geometry, scratch);
  return scratch;
}
