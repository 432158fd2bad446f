import * as tf from '@tensorflow/tfjs';
import { checkIdRows, type MultiHotRows } from '../multi-hot-rows.ts';
import { multiHotMatMul, type MultiHotTensors } from './multi-hot-mat-mul.ts';

/** Texts as tensors: words in any order, as often as they stand there. */
export interface WordTensors extends MultiHotTensors {
  /** [rows, 1]: one divided by how many words a text has; 0 for none. */
  shares: tf.Tensor2D;
}

/**
 * Puts texts on the heap.
 *
 * @param rows ids in any order, as often as they stand there.
 * @throws {BackendError} `id_out_of_range`, `shape_mismatch`.
 */
export function wordTensors(rows: MultiHotRows): WordTensors {
  checkIdRows('wordTensors', rows);
  const { vocabulary, start, ids } = rows;
  const count = start.length - 1;
  const shares = new Float32Array(count);
  for (let row = 0; row < count; row++) shares[row] = 1 / Math.max(1, start[row + 1]! - start[row]!);
  return {
    vocabulary,
    start: tf.tensor1d(start, 'int32'),
    ids: tf.tensor1d(new Int32Array(ids), 'int32'),
    shares: tf.tensor2d(shares, [count, 1]),
  };
}

/**
 * The mean of the vectors of each text's words, zeros for a text without any. Nothing of [rows, words, dimensions] is
 * written out. Differentiable by the vectors.
 *
 * @param vectors [vocabulary, dimensions], float32.
 * @returns [rows, dimensions].
 * @throws {BackendError} `shape_mismatch`.
 */
export function wordMeans(words: WordTensors, vectors: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(multiHotMatMul(words, vectors), words.shares);
}
