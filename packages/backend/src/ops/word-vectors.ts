import * as tf from '@tensorflow/tfjs';
import type { GradConfig, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { input, numbers, type KernelArguments } from '../kernels/kernel-arguments.ts';
import { checkTensors, shapeText, type KernelContext } from '../kernels/kernel-context.ts';

const LOOK_UP = 'StepwellWordVectors';
const GRADIENT = 'StepwellWordVectorsGrad';

/**
 * The vectors of a text's words one behind the other. Differentiable by the vectors, without the transposes that
 * `tf.gather` makes on its way back.
 *
 * @param ids [rows, length], int32, each below `vectors.shape[0]`.
 * @param vectors [vocabulary, dimensions], float32.
 * @returns [rows, length · dimensions].
 * @throws {BackendError} `id_out_of_range`, `unknown_dtype`, `empty_tensor`.
 */
export function wordVectors(ids: tf.Tensor2D, vectors: tf.Tensor2D): tf.Tensor2D {
  return tf.engine().runKernel<tf.Tensor2D>(LOOK_UP, { ids, vectors });
}

/** The kernels behind `wordVectors`. */
export function wordVectorKernels(context: KernelContext): KernelConfig[] {
  return [
    { kernelName: LOOK_UP, backendName: 'wasm', kernelFunc: (given: KernelArguments) => lookUp(context, given) },
    { kernelName: GRADIENT, backendName: 'wasm', kernelFunc: (given: KernelArguments) => gradient(context, given) },
  ];
}

function lookUp(context: KernelContext, given: KernelArguments): TensorInfo {
  const { offsetOf, kernels, heap } = context;
  const [ids, vectors] = [input(given, 'ids'), input(given, 'vectors')];
  checkTensors(LOOK_UP, { vectors });
  checkTensors(LOOK_UP, { ids }, 'int32');
  const [rows = 0, length = 0] = ids.shape;
  const [vocabulary = 0, dimensions = 0] = vectors.shape;
  const values = new Int32Array(heap.memory.buffer, offsetOf(ids), rows * length);
  for (let i = 0; i < values.length; i++) {
    if (values[i]! >= 0 && values[i]! < vocabulary) continue;
    throw new BackendError(
      'id_out_of_range',
      `${LOOK_UP} was given the id ${values[i]} among ids of shape ${shapeText(ids.shape)}; ids are whole numbers from 0 to ${vocabulary - 1}.`,
    );
  }
  const output = context.makeOutput([rows, length * dimensions], 'float32');
  kernels.lookUp(rows * length, dimensions, offsetOf(ids), offsetOf(vectors), offsetOf(output));
  return output;
}

function gradient(context: KernelContext, given: KernelArguments): TensorInfo {
  const { offsetOf, kernels } = context;
  const [ids, dy] = [input(given, 'ids'), input(given, 'dy')];
  checkTensors(GRADIENT, { dy });
  const [vocabulary = 0, dimensions = 0] = numbers(given, 'shape');
  const [rows = 0, length = 0] = ids.shape;
  const output = context.makeOutput([vocabulary, dimensions], 'float32');
  kernels.segmentSum(rows * length, dimensions, vocabulary, offsetOf(ids), offsetOf(dy), offsetOf(output));
  return output;
}

/** How `wordVectors` passes derivatives on: to the vectors only. */
export const wordVectorGradient: GradConfig = {
  kernelName: LOOK_UP,
  inputsToSave: ['ids', 'vectors'],
  gradFunc: (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) => {
    const [ids, vectors] = saved;
    const given = { ids: ids!, dy: Array.isArray(dy) ? dy[0]! : dy };
    return {
      ids: () => tf.zerosLike(ids!),
      vectors: () => tf.engine().runKernel<tf.Tensor>(GRADIENT, given, { shape: vectors!.shape }),
    };
  },
};
