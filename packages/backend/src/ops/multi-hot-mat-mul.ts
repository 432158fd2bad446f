import * as tf from '@tensorflow/tfjs';
import type { GradConfig, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { input, numbers, type KernelArguments } from '../kernels/kernel-arguments.ts';
import { checkTensors, shapeText, type KernelContext } from '../kernels/kernel-context.ts';
import { checkMultiHotRows, type MultiHotRows } from '../multi-hot-rows.ts';

const PRODUCT = 'StepwellMultiHotMatMul';
const GRADIENT = 'StepwellMultiHotMatMulGrad';

/** Multi-hot rows as tensors. */
export interface MultiHotTensors {
  vocabulary: number;
  /** [rows + 1], int32. */
  start: tf.Tensor1D;
  /** [ids of all rows], int32. */
  ids: tf.Tensor1D;
}

/**
 * Puts multi-hot rows on the heap.
 *
 * @throws {BackendError} `id_out_of_range`, `shape_mismatch`.
 */
export function multiHotTensors(rows: MultiHotRows): MultiHotTensors {
  checkMultiHotRows('multiHotTensors', rows);
  return {
    vocabulary: rows.vocabulary,
    start: tf.tensor1d(rows.start, 'int32'),
    ids: tf.tensor1d(new Int32Array(rows.ids), 'int32'),
  };
}

/**
 * The product of multi-hot rows and a kernel, as a dense layer has it, without writing the rows out. Differentiable by
 * the kernel.
 *
 * @param kernel [vocabulary, units], float32.
 * @returns [rows, units].
 * @throws {BackendError} `shape_mismatch`.
 */
export function multiHotMatMul(rows: MultiHotTensors, kernel: tf.Tensor2D): tf.Tensor2D {
  if (kernel.shape[0] !== rows.vocabulary) {
    throw new BackendError(
      'shape_mismatch',
      `multiHotMatMul multiplies rows of ${rows.vocabulary} by a kernel of shape ${shapeText(kernel.shape)}; its first size must be ${rows.vocabulary}.`,
    );
  }
  const { start, ids } = rows;
  return tf.engine().runKernel<tf.Tensor2D>(PRODUCT, { start, ids, kernel });
}

/** The kernels behind `multiHotMatMul`. */
export function multiHotKernels(context: KernelContext): KernelConfig[] {
  const { offsetOf, kernels, heap } = context;
  return [
    {
      kernelName: PRODUCT,
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments): TensorInfo => {
        const [start, ids, kernel] = [input(given, 'start'), input(given, 'ids'), input(given, 'kernel')];
        checkTensors(PRODUCT, { kernel });
        checkTensors(PRODUCT, { start }, 'int32');
        // A batch of empty rows has no ids.
        if (ids.shape[0] !== 0) checkTensors(PRODUCT, { ids }, 'int32');
        const rows = (start.shape[0] ?? 1) - 1;
        const units = kernel.shape[1] ?? 0;
        const output = context.makeOutput([rows, units], 'float32');
        const at = offsetOf(output);
        new Float32Array(heap.memory.buffer, at, rows * units).fill(0);
        kernels.multiHotProduct(rows, units, 0, offsetOf(start), offsetOf(ids), 4, offsetOf(kernel), at);
        return output;
      },
    },
    {
      kernelName: GRADIENT,
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments): TensorInfo => {
        const [start, ids, dy] = [input(given, 'start'), input(given, 'ids'), input(given, 'dy')];
        checkTensors(GRADIENT, { dy });
        const [vocabulary = 0, units = 0] = numbers(given, 'shape');
        const output = context.makeOutput([vocabulary, units], 'float32');
        const at = offsetOf(output);
        new Float32Array(heap.memory.buffer, at, vocabulary * units).fill(0);
        kernels.multiHotGradient(dy.shape[0] ?? 0, units, 0, offsetOf(start), offsetOf(ids), 4, offsetOf(dy), at);
        return output;
      },
    },
  ];
}

/** How `multiHotMatMul` passes derivatives on: to the kernel only. */
export const multiHotGradient: GradConfig = {
  kernelName: PRODUCT,
  inputsToSave: ['start', 'ids', 'kernel'],
  gradFunc: (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) => {
    const [start, ids, kernel] = saved;
    const given = { start: start!, ids: ids!, dy: Array.isArray(dy) ? dy[0]! : dy };
    return {
      kernel: () => tf.engine().runKernel<tf.Tensor>(GRADIENT, given, { shape: kernel!.shape }),
      start: () => tf.zerosLike(start!),
      ids: () => tf.zerosLike(ids!),
    };
  },
};
