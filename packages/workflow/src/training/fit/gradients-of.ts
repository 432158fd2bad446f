import { rowLosses, tf } from '@stepwell/backend';
import {
  isRankingLoss,
  logits,
  type ModelInputs,
  type ModelSpec,
  type RankingLoss,
  type Training,
} from '../architecture/index.ts';
import { floatsOf } from './floats-of.ts';
import { rankingLoss } from './ranking-loss.ts';

/** Some rows of a minibatch and their targets, on the heap. */
export interface Slice {
  inputs: ModelInputs;
  y: tf.Tensor;
  /** [rows]: the query of each; only for losses of rankings. */
  queries?: Int32Array | undefined;
  /** Their share of the minibatch, in (0, 1]. */
  share: number;
}

/**
 * Computes the mean loss of some rows and its gradients, both multiplied by the rows' share of their minibatch.
 *
 * @param weights in the order of `weightShapes`.
 * @param trainable whether each weight is trained.
 */
export function gradientsOf(
  spec: ModelSpec,
  weights: readonly tf.Tensor[],
  trainable: readonly boolean[],
  { inputs, y, queries, share }: Slice,
  training: Training,
): { loss: number; gradients: tf.Tensor[] } {
  const step = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    let next = 0;
    const all = weights.map((weight, i) => (trainable[i]! ? tensors[next++]! : weight));
    const z = logits(spec, inputs, all, training);
    const mean = isRankingLoss(spec.loss)
      ? lossOfOrder(spec.loss, z, y, queries ?? new Int32Array(y.size))
      : tf.mean<tf.Scalar>(rowLosses(spec.loss, z, y));
    return share === 1 ? mean : tf.mul<tf.Scalar>(mean, share);
  });
  try {
    const { value, grads } = step(weights.filter((_, i) => trainable[i]));
    return { loss: value.dataSync()[0]!, gradients: grads };
  } catch (cause) {
    forgetTape();
    throw cause;
  }
}

/** A loss whose derivatives are computed outside of TensorFlow.js. @param z [rows, 1]. */
function lossOfOrder(name: RankingLoss, z: tf.Tensor, y: tf.Tensor, queries: Int32Array): tf.Scalar {
  const mean = tf.customGrad((scores) => {
    if (!(scores instanceof tf.Tensor)) throw new Error('a loss of rankings takes one tensor');
    const { loss, gradient } = rankingLoss(name, floatsOf(scores), floatsOf(y), queries);
    const value: tf.Tensor = tf.scalar(loss);
    return { value, gradFunc: (dy: tf.Tensor) => tf.mul(dy, tf.tensor(gradient, scores.shape)) };
  })(z);
  return tf.reshape<tf.Rank.R0>(mean, []);
}

/** Disposes saved tensors if the backward pass fails, for example on a full heap; TensorFlow.js would leak them. */
function forgetTape(): void {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved ?? []);
  state.activeTape = [];
}
