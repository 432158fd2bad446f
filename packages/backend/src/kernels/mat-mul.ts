import { broadcast_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { fusedEnding, PLAIN_ENDING } from './fused-ending.ts';
import { flag, input, type KernelArguments } from './kernel-arguments.ts';
import { checkTensors, shapeText, sizeOf, type KernelContext } from './kernel-context.ts';

/** The matrix products of tfjs, every combination of transposes, batches broadcast. */
export function matMulKernels(context: KernelContext): KernelConfig[] {
  return [
    {
      kernelName: 'BatchMatMul',
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) => matMul(context, 'BatchMatMul', given, false),
    },
    {
      kernelName: '_FusedMatMul',
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) => matMul(context, '_FusedMatMul', given, true),
    },
  ];
}

function matMul(context: KernelContext, kernel: string, given: KernelArguments, fused: boolean): TensorInfo {
  const a = input(given, 'a');
  const b = input(given, 'b');
  const transposeA = flag(given, 'transposeA');
  const transposeB = flag(given, 'transposeB');
  checkTensors(kernel, { a, b });
  const [rows, depth] = ends(a.shape, transposeA);
  const [depthOfB, columns] = ends(b.shape, transposeB);
  if (depth !== depthOfB || a.shape.length < 2 || b.shape.length < 2) {
    throw new BackendError(
      'shape_mismatch',
      `${kernel} can't multiply ${shapeText(a.shape)}${transposeA ? ' transposed' : ''} by ${shapeText(b.shape)}${transposeB ? ' transposed' : ''}: the inner sizes are ${depth} and ${depthOfB}, and must be equal.`,
    );
  }
  const batches = batchShape(kernel, a.shape, b.shape);
  const outShape = [...batches, rows, columns];
  const ending = fused ? fusedEnding(context, kernel, given, outShape) : PLAIN_ENDING;
  const scratch = context.heap.scratch(
    context.kernels.gemmScratch(rows, columns, depth, transposeA) >>> 0,
    `scratch of ${kernel} ${shapeText(a.shape)} × ${shapeText(b.shape)}`,
  );
  const output = context.makeOutput(outShape, 'float32');
  const strideOfA = batchStrides(a.shape, batches);
  const strideOfB = batchStrides(b.shape, batches);
  const count = sizeOf(batches);
  for (let batch = 0; batch < count; batch++) {
    context.kernels.matMul(
      rows,
      columns,
      depth,
      context.offsetOf(a) + 4 * rows * depth * batchIndex(batch, batches, strideOfA),
      transposeA,
      context.offsetOf(b) + 4 * depth * columns * batchIndex(batch, batches, strideOfB),
      transposeB,
      ending.bias === null ? 0 : context.offsetOf(ending.bias),
      ending.activation,
      ending.slope,
      context.offsetOf(output) + 4 * rows * columns * batch,
      scratch,
    );
  }
  return ending.finish(output);
}

function ends(shape: readonly number[], transposed: boolean): [number, number] {
  const rows = shape.at(-2) ?? 0;
  const columns = shape.at(-1) ?? 0;
  return transposed ? [columns, rows] : [rows, columns];
}

function batchShape(kernel: string, a: readonly number[], b: readonly number[]): number[] {
  try {
    return broadcast_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2));
  } catch {
    throw new BackendError(
      'shape_mismatch',
      `${kernel} can't broadcast the batches of ${shapeText(a)} and ${shapeText(b)}: sizes must be equal, or 1 on one side.`,
    );
  }
}

/** Matrices from one batch to the next along each batch dimension: 0 where `shape` is broadcast. */
function batchStrides(shape: readonly number[], batches: readonly number[]): number[] {
  const own = shape.slice(0, -2);
  const strides = batches.map(() => 0);
  let stride = 1;
  for (let back = 1; back <= own.length; back++) {
    const size = own.at(-back)!;
    if (size > 1) strides[batches.length - back] = stride;
    stride *= size;
  }
  return strides;
}

function batchIndex(batch: number, batches: readonly number[], strides: readonly number[]): number {
  let rest = batch;
  let index = 0;
  for (let dimension = batches.length - 1; dimension >= 0; dimension--) {
    index += (rest % batches[dimension]!) * strides[dimension]!;
    rest = Math.floor(rest / batches[dimension]!);
  }
  return index;
}
