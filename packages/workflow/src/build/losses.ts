import { tf } from '@stepwell/backend';
import type { LossName } from './model-spec.ts';

/**
 * A loss of each row from the logits, and its derivative by them.
 *
 * `rows(z, y)`: z [rows, outputs], y [rows, outputs] (one-hot for several classes) → [rows].
 * `gradient(z, y)`: the derivative of `rows` by z, [rows, outputs].
 */
interface Loss {
  rows(z: tf.Tensor, y: tf.Tensor): tf.Tensor;
  gradient(z: tf.Tensor, y: tf.Tensor): tf.Tensor;
}

export const LOSSES: Record<LossName, Loss> = {
  'binary-crossentropy': {
    // max(z, 0) - z y + ln(1 + e^-|z|): never overflows, never takes ln 0.
    rows: (z, y) => rowSums(tf.add(tf.sub(tf.relu(z), tf.mul(z, y)), tf.log1p(tf.exp(tf.neg(tf.abs(z)))))),
    gradient: (z, y) => tf.sub(tf.sigmoid(z), y),
  },
  'categorical-crossentropy': {
    // ln(sum e^z) - z_true, shifted by the largest logit.
    rows: (z, y) => {
      const shifted = tf.sub(z, tf.max(z, 1, true));
      return tf.sub(tf.log(rowSums(tf.exp(shifted))), rowSums(tf.mul(shifted, y)));
    },
    gradient: (z, y) => tf.sub(tf.softmax(z), y),
  },
  'mean-squared-error': {
    rows: (z, y) => rowSums(tf.square(tf.sub(z, y))),
    gradient: (z, y) => tf.mul(tf.sub(z, y), 2),
  },
};

function rowSums(values: tf.Tensor): tf.Tensor {
  return tf.sum(values, 1);
}

/**
 * Mean loss over a batch, differentiable by the logits only.
 *
 * @returns a scalar.
 */
export function meanLoss(name: LossName, z: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const loss = LOSSES[name];
  const rows = z.shape[0];
  const withGradient = tf.customGrad((logits, save) => {
    if (!(logits instanceof tf.Tensor) || typeof save !== 'function') throw new TypeError('unexpected arguments');
    save([logits]);
    return {
      value: tf.mean(loss.rows(logits, y)),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(loss.gradient(saved!, y), tf.div(dy, rows)),
    };
  });
  return withGradient(z);
}
