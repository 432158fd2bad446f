import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { input, numbers, type KernelArguments } from './kernel-arguments.ts';
import { checkTensors, shapeText, type KernelContext } from './kernel-context.ts';
import {
  GEOMETRY_BYTES,
  checkGradientShape,
  windowGeometry,
  writeGeometry,
  type WindowGeometry,
} from './window-geometry.ts';

/** Maxima of windows over NHWC images and their gradient: any window, strides and padding. */
export function maxPoolKernels(context: KernelContext): KernelConfig[] {
  return [
    { kernelName: 'MaxPool', backendName: 'wasm', kernelFunc: (given: KernelArguments) => maxPool(context, given) },
    {
      kernelName: 'MaxPoolGrad',
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) => maxPoolGradient(context, given),
    },
  ];
}

function maxPool(context: KernelContext, given: KernelArguments): TensorInfo {
  const x = input(given, 'x');
  checkTensors('MaxPool', { x });
  const geometry = poolGeometry('MaxPool', given, x);
  const scratch = prepare(context, 'MaxPool', geometry);
  const y = context.makeOutput(geometry.outShape, 'float32');
  context.kernels.maxPool(scratch, context.offsetOf(x), context.offsetOf(y));
  return y;
}

function maxPoolGradient(context: KernelContext, given: KernelArguments): TensorInfo {
  const dy = input(given, 'dy');
  const x = input(given, 'input');
  checkTensors('MaxPoolGrad', { dy, input: x });
  const geometry = poolGeometry('MaxPoolGrad', given, x);
  checkGradientShape('MaxPoolGrad', dy, geometry);
  const scratch = prepare(context, 'MaxPoolGrad', geometry);
  const dx = context.makeOutput(x.shape, 'float32');
  context.kernels.maxPoolGradient(scratch, context.offsetOf(x), context.offsetOf(dy), context.offsetOf(dx));
  return dx;
}

function poolGeometry(kernel: string, given: KernelArguments, x: TensorInfo): WindowGeometry {
  const [height = 0, width = height] = numbers(given, 'filterSize');
  const channels = x.shape.at(-1) ?? 0;
  return windowGeometry(kernel, given, {
    input: x.shape,
    filter: [height, width, channels, channels],
    depthwise: false,
  });
}

function prepare(context: KernelContext, kernel: string, geometry: WindowGeometry): number {
  const scratch = context.heap.scratch(GEOMETRY_BYTES, `the geometry of ${kernel} ${shapeText(geometry.inShape)}`);
  writeGeometry(context, geometry, scratch);
  return scratch;
}
