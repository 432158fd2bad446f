import { broadcast_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { ACTIVATION_CODES, checkTensors, shapeText, sizeOf, type KernelContext } from './kernel-context.ts';
import { attribute, flag, text, input, optionalInput, type KernelArguments } from './kernel-arguments.ts';

/** The matrix products of tfjs, every combination of transposes, batches broadcast. */
export function matMulKernels(context: KernelContext): KernelConfig[] {
  return [
    {
      kernelName: 'BatchMatMul',
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) =>
        matMul(context, 'BatchMatMul', given, { bias: null, activation: 'linear', slope: 0 }),
    },
    {
      kernelName: '_FusedMatMul',
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) => fusedMatMul(context, given),
    },
  ];
}

function fusedMatMul(context: KernelContext, given: KernelArguments): TensorInfo {
  const bias = optionalInput(given, 'bias');
  const activation = text(given, 'activation', 'linear');
  const alpha = optionalInput(given, 'preluActivationWeights');
  const slope = Number(attribute(given, 'leakyreluAlpha') ?? 0);
  if (activation !== 'prelu') return matMul(context, '_FusedMatMul', given, { bias, activation, slope });
  const output = matMul(context, '_FusedMatMul', given, { bias, activation: 'linear', slope: 0 });
  if (alpha === null) return output;
  return prelu(context, output, alpha);
}

/** How a product ends. */
interface Ending {
  bias: TensorInfo | null;
  activation: string;
  slope: number;
}

function matMul(context: KernelContext, kernel: string, given: KernelArguments, ending: Ending): TensorInfo {
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
  const code = ACTIVATION_CODES[ending.activation];
  if (code === undefined) {
    throw new BackendError(
      'bad_option',
      `${kernel} knows no activation "${ending.activation}"; it takes ${Object.keys(ACTIVATION_CODES).join(', ')} and prelu.`,
    );
  }
  checkBias(kernel, ending.bias, columns);
  const batches = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const scratchBytes = context.kernels.gemmScratch(rows, columns, depth);
  const scratch = context.heap.scratch(
    scratchBytes,
    `scratch of ${kernel} ${shapeText(a.shape)} × ${shapeText(b.shape)}`,
  );
  const output = context.makeOutput([...batches, rows, columns], 'float32');
  const strideOfA = batchStrides(a.shape, batches);
  const strideOfB = batchStrides(b.shape, batches);
  const biasAt = ending.bias === null ? 0 : context.offsetOf(ending.bias);
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
      biasAt,
      code,
      ending.slope,
      context.offsetOf(output) + 4 * rows * columns * batch,
      scratch,
    );
  }
  return output;
}

function ends(shape: readonly number[], transposed: boolean): [number, number] {
  const rows = shape.at(-2) ?? 0;
  const columns = shape.at(-1) ?? 0;
  return transposed ? [columns, rows] : [rows, columns];
}

function checkBias(kernel: string, bias: TensorInfo | null, columns: number): void {
  if (bias === null) return;
  checkTensors(kernel, { bias });
  if (sizeOf(bias.shape) !== columns || bias.shape.at(-1) !== columns) {
    throw new BackendError(
      'shape_mismatch',
      `${kernel} adds a bias of shape ${shapeText(bias.shape)} to ${columns} columns; it must be ${shapeText([columns])}.`,
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

/** Learned slopes below zero, broadcast along the last dimensions of `output`, in place. */
function prelu(context: KernelContext, output: TensorInfo, alpha: TensorInfo): TensorInfo {
  checkTensors('_FusedMatMul', { preluActivationWeights: alpha });
  const size = sizeOf(output.shape);
  const slopes = sizeOf(alpha.shape);
  if (size % slopes !== 0) {
    throw new BackendError(
      'shape_mismatch',
      `_FusedMatMul can't spread prelu slopes ${shapeText(alpha.shape)} over ${shapeText(output.shape)}: they must be its last dimensions.`,
    );
  }
  const values = new Float32Array(context.heap.memory.buffer, context.offsetOf(output), size);
  const slope = new Float32Array(context.heap.memory.buffer, context.offsetOf(alpha), slopes);
  for (let i = 0; i < size; i++) if (values[i]! < 0) values[i]! *= slope[i % slopes]!;
  return output;
}
