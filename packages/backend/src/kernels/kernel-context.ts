import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import type { Heap } from '../heap.ts';
import type { KernelModule } from './kernel-module.ts';

/** What a tfjs kernel of ours stands on. */
export interface KernelContext {
  heap: Heap;
  kernels: KernelModule;
  /** Byte offset of a tensor's values on the heap. */
  offsetOf: (tensor: TensorInfo) => number;
  /** A new tensor whose values are anything. May grow the heap. */
  makeOutput: (shape: number[], dtype: DataType) => TensorInfo;
}

/** Codes of the activations in assembly/activations/activate.ts, under tfjs's names. */
export const ACTIVATION_CODES: Readonly<Record<string, number>> = {
  linear: 0,
  relu: 1,
  sigmoid: 2,
  tanh: 3,
  relu6: 4,
  elu: 5,
  leakyrelu: 6,
};

/** @returns `[2,3]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(',')}]`;
}

/** @returns the product of the dimensions. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}

/** @returns a view on a float32 tensor's values; detached when the heap grows, as `makeOutput` may do. */
export function floatsOf(context: KernelContext, tensor: TensorInfo): Float32Array {
  return new Float32Array(context.heap.memory.buffer, context.offsetOf(tensor), sizeOf(tensor.shape));
}

/**
 * Refuses what no kernel of ours takes: other dtypes than the one asked for, and tensors of no values.
 *
 * @param kernel its name, for the message.
 * @param tensors by the names that the kernel gives its inputs.
 * @throws {BackendError} `unknown_dtype`, `empty_tensor`.
 */
export function checkTensors(
  kernel: string,
  tensors: Readonly<Record<string, TensorInfo>>,
  dtype: DataType = 'float32',
): void {
  for (const [name, tensor] of Object.entries(tensors)) {
    if (tensor.dtype !== dtype) {
      throw new BackendError(
        'unknown_dtype',
        `${kernel} takes ${name} as ${dtype}; it is ${tensor.dtype} ${shapeText(tensor.shape)}. Cast it first.`,
      );
    }
    if (sizeOf(tensor.shape) === 0) {
      throw new BackendError(
        'empty_tensor',
        `${kernel} was given ${name} of shape ${shapeText(tensor.shape)}, which holds no values. Leave empty batches out.`,
      );
    }
  }
}
