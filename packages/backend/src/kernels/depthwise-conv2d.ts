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

const FILTER_GRADIENT = 'DepthwiseConv2dNativeBackpropFilter';
const INPUT_GRADIENT = 'DepthwiseConv2dNativeBackpropInput';

/** Depthwise convolutions of NHWC images and their gradients: any strides, padding, dilations and channel multiplier. */
export function depthwiseConv2dKernels(context: KernelContext): KernelConfig[] {
  return [
    {
      kernelName: 'DepthwiseConv2dNative',
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) => forward(context, 'DepthwiseConv2dNative', given, false),
    },
    {
      kernelName: 'FusedDepthwiseConv2D',
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) => forward(context, 'FusedDepthwiseConv2D', given, true),
    },
    {
      kernelName: FILTER_GRADIENT,
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) => filterGradient(context, given),
    },
    {
      kernelName: INPUT_GRADIENT,
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) => inputGradient(context, given),
    },
  ];
}

function forward(context: KernelContext, kernel: string, given: KernelArguments, fused: boolean): TensorInfo {
  const x = input(given, 'x');
  const filter = input(given, 'filter');
  checkTensors(kernel, { x, filter });
  const geometry = windowGeometry(kernel, given, { input: x.shape, filter: filter.shape, depthwise: true });
  const ending = fused ? fusedEnding(context, kernel, given, geometry.outShape) : PLAIN_ENDING;
  const scratch = prepare(context, kernel, geometry);
  const y = context.makeOutput(geometry.outShape, 'float32');
  context.kernels.depthwise(
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
  const x = input(given, 'x');
  const dy = input(given, 'dy');
  checkTensors(FILTER_GRADIENT, { x, dy });
  const filterShape = numbers(given, 'filterShape');
  const geometry = windowGeometry(FILTER_GRADIENT, given, { input: x.shape, filter: filterShape, depthwise: true });
  checkGradientShape(FILTER_GRADIENT, dy, geometry);
  const scratch = prepare(context, FILTER_GRADIENT, geometry);
  const dFilter = context.makeOutput(filterShape, 'float32');
  context.kernels.depthwiseFilterGradient(
    scratch,
    context.offsetOf(x),
    context.offsetOf(dy),
    context.offsetOf(dFilter),
    scratch + GEOMETRY_BYTES,
  );
  return dFilter;
}

function inputGradient(context: KernelContext, given: KernelArguments): TensorInfo {
  const dy = input(given, 'dy');
  const filter = input(given, 'filter');
  checkTensors(INPUT_GRADIENT, { dy, filter });
  const inputShape = numbers(given, 'inputShape');
  const geometry = windowGeometry(INPUT_GRADIENT, given, { input: inputShape, filter: filter.shape, depthwise: true });
  checkGradientShape(INPUT_GRADIENT, dy, geometry);
  const scratch = prepare(context, INPUT_GRADIENT, geometry);
  const dx = context.makeOutput(inputShape, 'float32');
  context.kernels.depthwiseInputGradient(
    scratch,
    context.offsetOf(dy),
    context.offsetOf(filter),
    context.offsetOf(dx),
    scratch + GEOMETRY_BYTES,
  );
  return dx;
}

/** @returns scratch that starts with the geometry. */
function prepare(context: KernelContext, kernel: string, g: WindowGeometry): number {
  const bytes = context.kernels.depthwiseScratch(g.inHeight * g.inWidth, g.inChannels, g.outChannels) >>> 0;
  const scratch = context.heap.scratch(
    GEOMETRY_BYTES + bytes,
    `scratch of ${kernel} ${shapeText(g.inShape)} ∗ ${shapeText(g.filterShape)}`,
  );
  writeGeometry(context, g, scratch);
  return scratch;
}
