import { getKernel, util, type KernelConfig, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { attribute, flag, input, numbers, type KernelArguments } from './kernel-arguments.ts';
import { floatsOf, shapeText, sizeOf, type KernelContext } from './kernel-context.ts';
import { forEachOffset, stridesOf } from './strided.ts';

/** Values added in float32 before they join the total, in float64. */
const BLOCK = 256;

/** What a reduction of no values gives, as in NumPy; `Max` and `Min` have no such value. */
const OF_NOTHING: Readonly<Record<string, number | null>> = {
  Sum: 0,
  Mean: Number.NaN,
  Prod: 1,
  All: 1,
  Any: 0,
  Max: null,
  Min: null,
};

/**
 * Reductions where the stock kernels are wrong: float32 sums and means are taken in blocks instead of one by one, and a
 * reduction of no values has a value instead of whatever the heap holds. Sums over leading dimensions, the gradient of
 * every bias, run in WebAssembly.
 */
export function reductionKernels(context: KernelContext): KernelConfig[] {
  return Object.entries(OF_NOTHING).flatMap(([kernelName, ofNothing]) => {
    const stock = getKernel(kernelName, 'wasm')?.kernelFunc;
    if (stock === undefined) return [];
    const sums = kernelName === 'Sum' || kernelName === 'Mean';
    const kernelFunc: KernelFunc = (given) => {
      const reduction = readReduction(given);
      if (sizeOf(reduction.reduced) === 0) return filled(context, kernelName, reduction, ofNothing);
      if (!sums || reduction.x.dtype !== 'float32') return stock(given);
      const columns = kernelName === 'Sum' ? columnSums(context, reduction) : null;
      return columns ?? blockSums(context, reduction, kernelName === 'Mean');
    };
    return [{ kernelName, backendName: 'wasm', kernelFunc }];
  });
}

interface Reduction {
  x: TensorInfo;
  /** Axes that are reduced, ascending. */
  axes: number[];
  /** Dimensions that are reduced, and those that are kept. */
  reduced: number[];
  kept: number[];
  outShape: number[];
}

function readReduction(given: KernelArguments): Reduction {
  const x = input(given, 'x');
  // No axis stands for all of them.
  const asked = (attribute(given, 'axis') ?? null) === null ? x.shape.map((_, i) => i) : numbers(given, 'axis');
  const axes = util.parseAxisParam(asked, x.shape).toSorted((a, b) => a - b);
  const isReduced = (axis: number) => axes.includes(axis);
  const kept = x.shape.filter((_, axis) => !isReduced(axis));
  const outShape = flag(given, 'keepDims') ? x.shape.map((size, axis) => (isReduced(axis) ? 1 : size)) : kept;
  return { x, axes, reduced: x.shape.filter((_, axis) => isReduced(axis)), kept, outShape };
}

function filled(
  context: KernelContext,
  kernel: string,
  { x, axes, outShape }: Reduction,
  value: number | null,
): TensorInfo {
  if (value === null) {
    throw new BackendError(
      'empty_tensor',
      `${kernel} was asked for the largest or smallest of no values: x is ${shapeText(x.shape)}, reduced over ${shapeText(axes)}. Leave empty batches out.`,
    );
  }
  const output = context.makeOutput(outShape, x.dtype);
  const size = sizeOf(outShape);
  const { buffer } = context.heap.memory;
  const offset = context.offsetOf(output);
  if (x.dtype === 'float32') new Float32Array(buffer, offset, size).fill(value);
  else if (x.dtype === 'int32') new Int32Array(buffer, offset, size).fill(value);
  else new Uint8Array(buffer, offset, size).fill(value);
  return output;
}

/** @returns null where the sum is another one. */
function columnSums(context: KernelContext, { x, axes, kept, reduced, outShape }: Reduction): TensorInfo | null {
  const leading = axes.length > 0 && axes.length < x.shape.length && axes.every((axis, i) => axis === i);
  const columns = sizeOf(kept);
  if (!leading || columns < 2) return null;
  const output = context.makeOutput(outShape, 'float32');
  context.kernels.columnSums(sizeOf(reduced), columns, context.offsetOf(x), context.offsetOf(output));
  return output;
}

/** Sums, or means, in row-major order: blocks in float32, their totals in float64. */
function blockSums(context: KernelContext, { x, axes, reduced, kept, outShape }: Reduction, mean: boolean): TensorInfo {
  const output = context.makeOutput(outShape, 'float32');
  const values = floatsOf(context, x);
  const sums = floatsOf(context, output);
  const strides = stridesOf(x.shape);
  const inner = reduced.at(-1) ?? 1;
  const innerStride = reduced.length === 0 ? 1 : strides[axes.at(-1)!]!;
  const outerShape = reduced.slice(0, -1);
  const outerStrides = axes.slice(0, -1).map((axis) => strides[axis]!);
  const keptStrides = strides.filter((_, axis) => !axes.includes(axis));
  const count = sizeOf(reduced);
  const sum = new BlockSum();
  let to = 0;
  forEachOffset(kept, keptStrides, (start) => {
    forEachOffset(outerShape, outerStrides, (outer) => sum.add(values, start + outer, inner, innerStride));
    const total = sum.take();
    sums[to++] = mean ? Math.fround(total) / count : total;
  });
  return output;
}

/** A sum under way. */
class BlockSum {
  #total = 0;
  #block = 0;
  #left = BLOCK;

  /** Adds `count` values from `at` on, every `stride`th. */
  add(values: Float32Array, at: number, count: number, stride: number): void {
    // In variables of this call, which stay in registers.
    let total = this.#total;
    let block = this.#block;
    let left = this.#left;
    for (let i = 0, from = at; i < count; i++, from += stride) {
      block = Math.fround(block + values[from]!);
      if (--left > 0) continue;
      total += block;
      block = 0;
      left = BLOCK;
    }
    this.#total = total;
    this.#block = block;
    this.#left = left;
  }

  /** @returns the sum, and starts the next one. */
  take(): number {
    const total = this.#total + this.#block;
    this.#total = 0;
    this.#block = 0;
    this.#left = BLOCK;
    return total;
  }
}
