import { rowLosses, tf } from '@stepwell/backend';
import { logits, type ModelInputs, type ModelSpec, type Training } from '../architecture/index.ts';

/** Some rows of a minibatch and their targets, on the heap. */
export interface Slice {
  inputs: ModelInputs;
  y: tf.Tensor;
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
  { inputs, y, share }: Slice,
  training: Training,
): { loss: number; gradients: tf.Tensor[] } {
  const step = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    let next = 0;
    const all = weights.map((weight, i) => (trainable[i]! ? tensors[next++]! : weight));
    const mean = tf.mean<tf.Scalar>(rowLosses(spec.loss, logits(spec, inputs, all, training), y));
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

/** Disposes saved tensors if the backward pass fails, for example on a full heap; TensorFlow.js would leak them. */
function forgetTape(): void {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved ?? []);
  state.activeTape = [];
}
