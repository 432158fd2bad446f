import { tf } from '@stepwell/backend';
import type { ModelSpec } from './model-spec.ts';

const ACTIVATIONS = {
  relu: (z: tf.Tensor2D) => tf.relu(z),
  sigmoid: (z: tf.Tensor2D) => tf.sigmoid(z),
  softmax: (z: tf.Tensor2D) => tf.softmax(z),
  linear: (z: tf.Tensor2D) => z,
};

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
  spec.layers.forEach((layer, i) => {
    if (layer.kind === 'dropout') {
      if (dropoutMasks !== null) output = tf.mul(output, dropoutMasks[mask++]!);
      return;
    }
    const kernel = weights[weight++]!;
    const bias = weights[weight++]!;
    output = tf.add(tf.matMul(output, kernel), bias);
    if (i < spec.layers.length - 1) output = ACTIVATIONS[layer.activation](output);
  });
  return output;
}

/** @returns the last layer's activation of its logits: probabilities or numbers. */
export function activate(spec: ModelSpec, last: tf.Tensor2D): tf.Tensor2D {
  const layer = spec.layers.at(-1)!;
  return layer.kind === 'dense' ? ACTIVATIONS[layer.activation](last) : last;
}
