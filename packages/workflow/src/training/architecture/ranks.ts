import type { tf } from '@stepwell/backend';

/**
 * @returns a tensor as one of two dimensions.
 * @throws {TypeError} when it has others.
 */
export function rank2(tensor: tf.Tensor | null): tf.Tensor2D {
  if (tensor !== null && isRank2(tensor)) return tensor;
  throw new TypeError(`a layer takes two dimensions, and was given ${tensor?.rank ?? 'words'}`);
}

/**
 * @returns a tensor as one of four dimensions.
 * @throws {TypeError} when it has others.
 */
export function rank4(tensor: tf.Tensor | null): tf.Tensor4D {
  if (tensor !== null && isRank4(tensor)) return tensor;
  throw new TypeError(`a layer takes four dimensions, and was given ${tensor?.rank ?? 'words'}`);
}

function isRank2(tensor: tf.Tensor): tensor is tf.Tensor2D {
  return tensor.rank === 2;
}

function isRank4(tensor: tf.Tensor): tensor is tf.Tensor4D {
  return tensor.rank === 4;
}
