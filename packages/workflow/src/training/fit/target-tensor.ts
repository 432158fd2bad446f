import { tf } from '@stepwell/backend';
import type { ModelSpec } from '../architecture/index.ts';
import type { Prepared } from './fit-data.ts';

/** @returns the targets of some rows as a tensor: [rows] class codes, or [rows, outputs]. Float32. */
export function targetTensor(spec: ModelSpec, data: Prepared, rows: Int32Array): tf.Tensor {
  const targets = data.y.length / data.rows;
  const y = new Float32Array(rows.length * targets);
  rows.forEach((row, i) => y.set(data.y.subarray(row * targets, (row + 1) * targets), i * targets));
  return spec.loss === 'categorical-crossentropy' ? tf.tensor1d(y) : tf.tensor2d(y, [rows.length, targets]);
}
