import * as tf from '@tensorflow/tfjs';
import type { GradConfig, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { input, numbers as numbersOf, type KernelArguments } from '../kernels/kernel-arguments.ts';
import { checkTensors, shapeText, type KernelContext } from '../kernels/kernel-context.ts';
import type { MultiHotTensors } from './multi-hot-mat-mul.ts';

const PRODUCT = 'StepwellMixedMatMul';
const GRADIENT = 'StepwellMixedMatMulGrad';

/**
 * The product of multi-hot rows with numbers beside them and one kernel, as a dense layer over both has it. Neither the
 * rows nor parts of the kernel are written out. Differentiable by the kernel.
 *
 * @param numbers [rows, n], float32.
 * @param kernel [vocabulary + n, units], float32: the words' rows first.
 * @returns [rows, units].
 * @throws {BackendError} `shape_mismatch`, `unknown_dtype`, `empty_tensor`.
 */
export function mixedMatMul(rows: MultiHotTensors, numbers: tf.Tensor2D, kernel: tf.Tensor2D): tf.Tensor2D {
  const { start, ids, vocabulary } = rows;
  const count = start.size - 1;
  if (numbers.shape[0] !== count || kernel.shape[0] !== vocabulary + numbers.shape[1]) {
    throw new BackendError(
      'shape_mismatch',
      `mixedMatMul was given ${count} rows of ${vocabulary} with numbers of shape ${shapeText(numbers.shape)} and a kernel of shape ${shapeText(kernel.shape)}; the numbers must have as many rows, and the kernel a row for each id and then for each number.`,
    );
  }
  return tf.engine().runKernel<tf.Tensor2D>(PRODUCT, { start, ids, numbers, kernel });
}

/** The kernels behind `mixedMatMul`. */
export function mixedKernels(context: KernelContext): KernelConfig[] {
  return [
    { kernelName: PRODUCT, backendName: 'wasm', kernelFunc: (given: KernelArguments) => product(context, given) },
    { kernelName: GRADIENT, backendName: 'wasm', kernelFunc: (given: KernelArguments) => gradient(context, given) },
  ];
}

function product(context: KernelContext, given: KernelArguments): TensorInfo {
  const { offsetOf, kernels } = context;
  const [start, ids, numbers, kernel] = ['start', 'ids', 'numbers', 'kernel'].map((name) => input(given, name));
  checkTensors(PRODUCT, { numbers: numbers!, kernel: kernel! });
  checkTensors(PRODUCT, { start: start! }, 'int32');
  if (ids!.shape[0] !== 0) checkTensors(PRODUCT, { ids: ids! }, 'int32');
  const [rows = 0, width = 0] = numbers!.shape;
  const [all = 0, units = 0] = kernel!.shape;
  const scratch = scratchFor(context, rows, units, width, false);
  const output = context.makeOutput([rows, units], 'float32');
  const [to, from] = [offsetOf(output), offsetOf(kernel!)];
  const behindWords = from + 4 * (all - width) * units;
  kernels.matMul(rows, units, width, offsetOf(numbers!), false, behindWords, false, 0, 0, 0, to, scratch);
  kernels.multiHotProduct(rows, units, 0, offsetOf(start!), offsetOf(ids!), 4, from, to);
  return output;
}

function gradient(context: KernelContext, given: KernelArguments): TensorInfo {
  const { offsetOf, kernels, heap } = context;
  const [start, ids, numbers, dy] = ['start', 'ids', 'numbers', 'dy'].map((name) => input(given, name));
  checkTensors(GRADIENT, { dy: dy! });
  const [all = 0, units = 0] = numbersOf(given, 'shape');
  const [rows = 0, width = 0] = numbers!.shape;
  const scratch = scratchFor(context, width, units, rows, true);
  const output = context.makeOutput([all, units], 'float32');
  const to = offsetOf(output);
  const words = (all - width) * units;
  new Float32Array(heap.memory.buffer, to, words).fill(0);
  kernels.multiHotGradient(rows, units, 0, offsetOf(start!), offsetOf(ids!), 4, offsetOf(dy!), to);
  kernels.matMul(width, units, rows, offsetOf(numbers!), true, offsetOf(dy!), false, 0, 0, 0, to + 4 * words, scratch);
  return output;
}

function scratchFor(
  { heap, kernels }: KernelContext,
  rows: number,
  columns: number,
  depth: number,
  transposed: boolean,
): number {
  return heap.scratch(
    kernels.gemmScratch(rows, columns, depth, transposed) >>> 0,
    `scratch of ${PRODUCT} [${rows},${depth}] × [${depth},${columns}]`,
  );
}

/** How `mixedMatMul` passes derivatives on: to the kernel only. */
export const mixedGradient: GradConfig = {
  kernelName: PRODUCT,
  inputsToSave: ['start', 'ids', 'numbers', 'kernel'],
  gradFunc: (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) => {
    const [start, ids, numbers, kernel] = saved;
    const given = { start: start!, ids: ids!, numbers: numbers!, dy: Array.isArray(dy) ? dy[0]! : dy };
    return {
      kernel: () => tf.engine().runKernel<tf.Tensor>(GRADIENT, given, { shape: kernel!.shape }),
      start: () => tf.zerosLike(start!),
      ids: () => tf.zerosLike(ids!),
      numbers: () => tf.zerosLike(numbers!),
    };
  },
};
