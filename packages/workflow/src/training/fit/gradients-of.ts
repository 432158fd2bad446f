import { rowLosses, tf } from '@stepwell/backend';
import { logits, type ModelInputs, type ModelSpec, type Training } from '../architecture/index.ts';

/** Some rows of a minibatch and their targets, on the heap. */
export interface Slice {
  inputs: ModelInputs;
  y: tf.Tensor;
  /** What part of the minibatch they are. */
  share: number;
}

/**
 * The mean loss of some rows, and its gradients by the weights that are trained, both times the rows' share of their
 * minibatch.
 *
 * @param weights in the order of `weightShapes`.
 * @param trainable which of them are trained.
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

/** TensorFlow.js keeps what it saved for the way back when that way fails, for instance on a full heap: for ever. */
function forgetTape(): void {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved ?? []);
  state.activeTape = [];
}
