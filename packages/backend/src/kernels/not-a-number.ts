import { broadcast_util, getKernel, type KernelConfig, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { input, numbers, type KernelArguments } from './kernel-arguments.ts';
import { floatsOf, sizeOf, type KernelContext } from './kernel-context.ts';
import { forEachOffset, stridesOf } from './strided.ts';
import { windowGeometry } from './window-geometry.ts';

/** Kernels that pass NaN on where the stock ones lose it, as NumPy and tfjs's other backends do. */
export function notANumberKernels(context: KernelContext): KernelConfig[] {
  return [
    ...elementwise(context, 'Maximum', Math.max),
    ...elementwise(context, 'Minimum', Math.min),
    ...afterStock('ClipByValue', (given, output) => copyNaN(context, input(given, 'x'), output)),
    ...afterStock('Relu6', (given, output) => copyNaN(context, input(given, 'x'), output)),
    ...afterStock('AvgPool', (given, output) => spreadNaN(context, given, output)),
  ];
}

/** The stock kernel, and what is set right in its result. */
function afterStock(kernelName: string, correct: (given: KernelArguments, output: TensorInfo) => void): KernelConfig[] {
  const stock = getKernel(kernelName, 'wasm')?.kernelFunc;
  if (stock === undefined) return [];
  const kernelFunc: KernelFunc = (given) => {
    const output = stock(given);
    if (!Array.isArray(output)) correct(given, output);
    return output;
  };
  return [{ kernelName, backendName: 'wasm', kernelFunc }];
}

/** A function of two float32 tensors, broadcast; of other dtypes the stock kernel, which has no NaN to lose there. */
function elementwise(context: KernelContext, kernelName: string, of: (a: number, b: number) => number): KernelConfig[] {
  const stock = getKernel(kernelName, 'wasm')?.kernelFunc;
  if (stock === undefined) return [];
  const kernelFunc: KernelFunc = (given) => {
    const a = input(given, 'a');
    const b = input(given, 'b');
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return stock(given);
    const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const output = context.makeOutput(shape, 'float32');
    const [left, right, out] = [a, b, output].map((tensor) => floatsOf(context, tensor));
    const rightOffsets = offsets(b.shape, shape);
    let i = 0;
    forEachOffset(shape, broadcastStrides(a.shape, shape), (at) => {
      out![i] = of(left![at]!, right![rightOffsets === null ? i : rightOffsets[i]!]!);
      i++;
    });
    return output;
  };
  return [{ kernelName, backendName: 'wasm', kernelFunc }];
}

/** @returns strides of `shape` within the larger `outShape`, 0 where it is broadcast. */
function broadcastStrides(shape: readonly number[], outShape: readonly number[]): number[] {
  const own = stridesOf(shape);
  const missing = outShape.length - shape.length;
  return outShape.map((_, axis) => (axis < missing || shape[axis - missing] === 1 ? 0 : own[axis - missing]!));
}

/** @returns where each value of `outShape` comes from; null where both shapes are the same. */
function offsets(shape: readonly number[], outShape: readonly number[]): Int32Array | null {
  if (shape.length === outShape.length && shape.every((size, axis) => size === outShape[axis])) return null;
  const from = new Int32Array(sizeOf(outShape));
  let i = 0;
  forEachOffset(outShape, broadcastStrides(shape, outShape), (at) => {
    from[i++] = at;
  });
  return from;
}

function copyNaN(context: KernelContext, x: TensorInfo, output: TensorInfo): void {
  if (x.dtype !== 'float32' || output.dtype !== 'float32') return;
  const values = floatsOf(context, x);
  const out = floatsOf(context, output);
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) out[i] = Number.NaN;
}

/** Every window with a NaN averages to NaN, channel by channel. */
function spreadNaN(context: KernelContext, given: KernelArguments, output: TensorInfo): void {
  const x = input(given, 'x');
  const values = floatsOf(context, x);
  if (!values.some(Number.isNaN)) return;
  const out = floatsOf(context, output);
  const [height = 0, width = height] = numbers(given, 'filterSize');
  const channels = x.shape.at(-1)!;
  const g = windowGeometry('AvgPool', given, {
    input: x.shape,
    filter: [height, width, channels, channels],
    depthwise: false,
  });
  for (let at = 0; at < values.length; at++) {
    if (!Number.isNaN(values[at]!)) continue;
    const channel = at % channels;
    const column = Math.floor(at / channels) % g.inWidth;
    const row = Math.floor(at / channels / g.inWidth) % g.inHeight;
    const image = Math.floor(at / channels / g.inWidth / g.inHeight);
    for (let r = 0; r < g.outHeight; r++) {
      const top = r * g.strideHeight - g.padInfo.top;
      if (row < top || row >= top + height) continue;
      for (let c = 0; c < g.outWidth; c++) {
        const left = c * g.strideWidth - g.padInfo.left;
        if (column < left || column >= left + width) continue;
        out[((image * g.outHeight + r) * g.outWidth + c) * channels + channel] = Number.NaN;
      }
    }
  }
}
