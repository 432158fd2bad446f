import type { TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { checkTensors, shapeText, sizeOf, type KernelContext } from './kernel-context.ts';

/**
 * Checks the learned slopes below zero (prelu) of a kernel's output, so that nothing has to be undone later.
 *
 * @param alpha one slope, or the last dimensions of `shape`; leading ones of size 1 may be left in.
 * @param shape of the output.
 * @returns what multiplies the output's negative values in place.
 * @throws {BackendError} `shape_mismatch`, `unknown_dtype`, `empty_tensor`.
 */
export function learnedSlopes(
  context: KernelContext,
  kernel: string,
  alpha: TensorInfo,
  shape: readonly number[],
): (output: TensorInfo) => TensorInfo {
  checkTensors(kernel, { preluActivationWeights: alpha });
  const slopes = sizeOf(alpha.shape);
  const own = alpha.shape.slice(alpha.shape.findIndex((dimension) => dimension > 1));
  if (slopes > 1 && shapeText(own) !== shapeText(shape.slice(-own.length))) {
    throw new BackendError(
      'shape_mismatch',
      `${kernel} can't spread prelu slopes ${shapeText(alpha.shape)} over ${shapeText(shape)}: they must be its last dimensions, or one for all.`,
    );
  }
  return (output) => {
    const { buffer } = context.heap.memory;
    const values = new Float32Array(buffer, context.offsetOf(output), sizeOf(shape));
    const slope = new Float32Array(buffer, context.offsetOf(alpha), slopes);
    for (let i = 0; i < values.length; i++) if (values[i]! < 0) values[i]! *= slope[i % slopes]!;
    return output;
  };
}
