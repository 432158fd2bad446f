import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { PLAIN_ENDING, fusedEnding } from './fused-ending.ts';
import { input, numbers, type KernelArguments } from './kernel-arguments.ts';
import { checkTensors, shapeText, type KernelContext } from './kernel-context.ts';
import {
  GEOMETRY_BYTES,
  checkGradientShape,
  windowGeometry,
  writeGeometry,
  type WindowGeometry,
} from './window-geometry.ts';

/** Two-dimensional convolutions of NHWC images and their gradients: any strides, padding and dilations. */
export function conv2dKernels(context: KernelContext): KernelConfig[] {
  const config = (kernelName: string, kernelFunc: KernelConfig['kernelFunc']): KernelConfig => ({
    kernelName,
    backendName: 'wasm',
    kernelFunc,
  });
  return [
    config('Conv2D', (given: KernelArguments) => conv2dForward(context, 'Conv2D', given, false)),
    config('FusedConv2D', (given: KernelArguments) => conv2dForward(context, 'FusedConv2D', given, true)),
    config('Conv2DBackpropFilter', (given: KernelArguments) => filterGradient(context, given)),
    config('Conv2DBackpropInput', (given: KernelArguments) => inputGradient(context, given)),
  ];
}

/** The products of assembly/conv/conv.ts. */
const FORWARD = 0;
const FILTER_GRADIENT = 1;
const INPUT_GRADIENT = 2;

/**
 * @param kernel names it in errors.
 * @param fused whether bias and activation come along.
 * @returns the outputs of a convolution.
 */
export function conv2dForward(
  context: KernelContext,
  kernel: string,
  given: KernelArguments,
  fused: boolean,
): TensorInfo {
  const x = input(given, 'x');
  const filter = input(given, 'filter');
  checkTensors(kernel, { x, filter });
  const geometry = windowGeometry(kernel, given, { input: x.shape, filter: filter.shape, depthwise: false });
  const ending = fused ? fusedEnding(context, kernel, given, geometry.outShape) : PLAIN_ENDING;
  const scratch = prepare(context, kernel, FORWARD, geometry);
  const y = context.makeOutput(geometry.outShape, 'float32');
  context.kernels.conv2d(
    scratch,
    context.offsetOf(x),
    context.offsetOf(filter),
    ending.bias === null ? 0 : context.offsetOf(ending.bias),
    ending.activation,
    ending.slope,
    context.offsetOf(y),
    scratch + GEOMETRY_BYTES,
  );
  return ending.finish(y);
}

function filterGradient(context: KernelContext, given: KernelArguments): TensorInfo {
  const kernel = 'Conv2DBackpropFilter';
  const x = input(given, 'x');
  const dy = input(given, 'dy');
  checkTensors(kernel, { x, dy });
  const filterShape = numbers(given, 'filterShape');
  const geometry = windowGeometry(kernel, given, { input: x.shape, filter: filterShape, depthwise: false });
  checkGradientShape(kernel, dy, geometry);
  const scratch = prepare(context, kernel, FILTER_GRADIENT, geometry);
  const dFilter = context.makeOutput(filterShape, 'float32');
  context.kernels.conv2dFilterGradient(
    scratch,
    context.offsetOf(x),
    context.offsetOf(dy),
    context.offsetOf(dFilter),
    scratch + GEOMETRY_BYTES,
  );
  return dFilter;
}

function inputGradient(context: KernelContext, given: KernelArguments): TensorInfo {
  const kernel = 'Conv2DBackpropInput';
  const dy = input(given, 'dy');
  const filter = input(given, 'filter');
  checkTensors(kernel, { dy, filter });
  const inputShape = numbers(given, 'inputShape');
  const geometry = windowGeometry(kernel, given, { input: inputShape, filter: filter.shape, depthwise: false });
  checkGradientShape(kernel, dy, geometry);
  const scratch = prepare(context, kernel, INPUT_GRADIENT, geometry);
  const dx = context.makeOutput(inputShape, 'float32');
  context.kernels.conv2dInputGradient(
    scratch,
    context.offsetOf(dy),
    context.offsetOf(filter),
    context.offsetOf(dx),
    scratch + GEOMETRY_BYTES,
  );
  return dx;
}

/** @returns scratch that starts with the geometry. */
function prepare(context: KernelContext, kernel: string, product: number, g: WindowGeometry): number {
  const what = `scratch of ${kernel} ${shapeText(g.inShape)} ∗ ${shapeText(g.filterShape)}`;
  const at = context.heap.scratch(GEOMETRY_BYTES, what);
  writeGeometry(context, g, at);
  const bytes = context.kernels.convScratch(at, product) >>> 0;
  const scratch = context.heap.scratch(GEOMETRY_BYTES + bytes, what);
  writeGeometry(context, g, scratch);
  return scratch;
}
