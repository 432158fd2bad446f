import type { tf } from '@stepwell/backend';

/**
 * @returns a copy of a tensor's values.
 * @throws {TypeError} if they are not float32.
 */
export function floatsOf(tensor: tf.Tensor): Float32Array {
  const values = tensor.dataSync();
  if (!(values instanceof Float32Array)) throw new TypeError(`expected a float32 tensor, got ${tensor.dtype}`);
  return values;
}
