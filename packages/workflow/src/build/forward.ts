import { tf } from '@stepwell/backend';
import { product } from './product.ts';
import type { ModelSpec } from './model-spec.ts';

/**
 * Outputs of the last dense layer before its activation.
 *
 * @param spec the model.
 * @param x [rows, inputs], float32.
 * @param weights in the order of `weightShapes`.
 * @param dropoutMasks one a dropout layer, [rows, units], 0 or 1 / (1 - rate); none when not training.
 * @returns [rows, outputs], float32.
 */
export function logits(
  spec: ModelSpec,
  x: tf.Tensor2D,
  weights: readonly tf.Tensor[],
  dropoutMasks: readonly tf.Tensor2D[] | null,
): tf.Tensor2D {
  let output: tf.Tensor2D = x;
  let weight = 0;
  let mask = 0;
  for (const layer of spec.layers) {
    if (layer.kind === 'dropout') {
      if (dropoutMasks !== null) output = tf.mul(output, dropoutMasks[mask++]!);
      continue;
    }
    const kernel = weights[weight++]!;
    const bias = weights[weight++]!;
    output = tf.add(product(output, kernel), bias);
    if (layer.activation === 'relu') output = tf.relu(output);
  }
  return output;
}

/** @returns the last layer's activation of its logits: probabilities or numbers. */
export function activate(spec: ModelSpec, last: tf.Tensor2D): tf.Tensor2D {
  const layer = spec.layers.at(-1)!;
  if (layer.kind !== 'dense' || layer.activation === 'linear') return last;
  return layer.activation === 'sigmoid' ? tf.sigmoid(last) : tf.softmax(last);
}
