import * as tf from '@tensorflow/tfjs';
import type { GradConfig, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { input, text, type KernelArguments } from '../kernels/kernel-arguments.ts';
import { checkTensors, shapeText, type KernelContext } from '../kernels/kernel-context.ts';
import { LOSS_CODES, type StackLoss } from '../loss.ts';

const KERNEL = 'StepwellRowLosses';

/**
 * A loss of each row from its logits, computed together with its derivative; differentiable by the logits.
 *
 * @param loss all but categorical cross-entropy are means over the columns.
 * @param logits [rows, columns], float32.
 * @param targets [rows] class codes for categorical cross-entropy, -1 for none; else [rows, columns]. Float32.
 * @returns [rows].
 * @throws {BackendError} `shape_mismatch`, `unknown_dtype`, `empty_tensor`.
 */
export function rowLosses(loss: StackLoss, logits: tf.Tensor2D, targets: tf.Tensor): tf.Tensor1D {
  const outputs: unknown = tf.engine().runKernel(KERNEL, { logits, targets }, { loss });
  const first: unknown = Array.isArray(outputs) ? outputs[0] : outputs;
  if (!(first instanceof tf.Tensor)) throw new TypeError(`${KERNEL} gave no tensor`);
  return tf.reshape(first, [logits.shape[0]]);
}

/** The kernel behind `rowLosses`: [losses, their derivatives by the logits]. */
export function rowLossKernel(context: KernelContext): KernelConfig {
  return {
    kernelName: KERNEL,
    backendName: 'wasm',
    kernelFunc: (given: KernelArguments): TensorInfo[] => {
      const logits = input(given, 'logits');
      const targets = input(given, 'targets');
      const loss = text(given, 'loss', '');
      checkTensors(KERNEL, { logits, targets });
      const code = new Map<string, number>(Object.entries(LOSS_CODES)).get(loss);
      if (code === undefined) throw new BackendError('bad_option', `${KERNEL} knows no loss "${loss}".`);
      const [rows = 0, columns = 0] = logits.shape;
      const expected = loss === 'categorical-crossentropy' ? [rows] : [rows, columns];
      if (logits.shape.length !== 2 || shapeText(targets.shape) !== shapeText(expected)) {
        throw new BackendError(
          'shape_mismatch',
          `${KERNEL} was given logits ${shapeText(logits.shape)} and targets ${shapeText(targets.shape)}; for ${loss} the targets of [rows,columns] logits are ${loss === 'categorical-crossentropy' ? '[rows] class codes' : '[rows,columns]'}.`,
        );
      }
      const room = context.heap.scratch(rows * columns * 4, `scratch of ${KERNEL} ${shapeText(logits.shape)}`);
      const losses = context.makeOutput([rows], 'float32');
      const delta = context.makeOutput([rows, columns], 'float32');
      const at = context.offsetOf(losses);
      context.kernels.lossAndGradient(
        code,
        rows,
        columns,
        context.offsetOf(logits),
        context.offsetOf(targets),
        1,
        room,
        context.offsetOf(delta),
      );
      const { buffer } = context.heap.memory;
      new Float32Array(buffer, at, rows).set(new Float32Array(buffer, room, rows));
      return [losses, delta];
    },
  };
}

/** How `rowLosses` passes derivatives on. */
export const rowLossGradient: GradConfig = {
  kernelName: KERNEL,
  outputsToSave: [false, true],
  gradFunc: (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) => {
    const byLoss = Array.isArray(dy) ? dy[0]! : dy;
    return { logits: () => tf.mul(saved[0]!, tf.expandDims(byLoss, 1)) };
  },
};
