import { getKernel, util, type KernelConfig, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { attribute, flag, input, numbers, type KernelArguments } from './kernel-arguments.ts';
import { sizeOf, type KernelContext } from './kernel-context.ts';

/**
 * Sums over the leading dimensions, the gradient of every bias: the stock backend transposes the tensor first. All other
 * sums stay with the stock kernel.
 */
export function sumKernels(context: KernelContext): KernelConfig[] {
  const stock = getKernel('Sum', 'wasm')?.kernelFunc;
  if (stock === undefined) return [];
  const kernelFunc: KernelFunc = (given) => columnSums(context, given) ?? stock(given);
  return [{ kernelName: 'Sum', backendName: 'wasm', kernelFunc }];
}

/** @returns null where the sum is another one. */
function columnSums(context: KernelContext, given: KernelArguments): TensorInfo | null {
  // No axis stands for all of them.
  if ((attribute(given, 'axis') ?? null) === null) return null;
  const x = input(given, 'x');
  const rank = x.shape.length;
  const axes = util.parseAxisParam(numbers(given, 'axis'), x.shape).toSorted((a, b) => a - b);
  const leading = axes.length > 0 && axes.length < rank && axes.every((axis, i) => axis === i);
  const columns = sizeOf(x.shape.slice(axes.length));
  // Without any rows the stock kernel would leave the sums as it finds the heap: here they are zeros.
  if (!leading || x.dtype !== 'float32' || columns < 2) return null;
  const kept = x.shape.slice(axes.length);
  const output = context.makeOutput(flag(given, 'keepDims') ? [...axes.map(() => 1), ...kept] : kept, 'float32');
  const rows = sizeOf(x.shape.slice(0, axes.length));
  context.kernels.columnSums(rows, columns, context.offsetOf(x), context.offsetOf(output));
  return output;
}
