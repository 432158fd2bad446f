import { tf } from '@stepwell/backend';
import { logits, meanLoss, type ModelSpec } from '../build/index.ts';
import { generator } from '../random/index.ts';
import { floats, targetTensor, weightTensors } from './evaluate.ts';
import { rmsprop } from './rmsprop.ts';

/** One minibatch and what is random about it. */
export interface Batch {
  /** [rows, inputs] in row-major order, float32. */
  x: Float32Array;
  /** [rows], float32. */
  y: Float32Array;
  seed: number;
  /** Keys the dropout masks: fit, epoch and batch. */
  index: string;
}

/**
 * Forward, loss, backward, update: changes `weights` and `slots` in place. Synchronous.
 *
 * @returns the mean loss over the batch, penalties not included.
 */
export function trainBatch(spec: ModelSpec, weights: Float32Array[], slots: Float32Array[], batch: Batch): number {
  const rows = batch.y.length;
  let loss = Number.NaN;
  let gradients: Float32Array[] = [];
  // Results leave by assignment: tidy would walk through whatever it returns, number by number.
  tf.tidy(() => {
    const x = tf.tensor2d(batch.x, [rows, spec.inputs]);
    const y = targetTensor(spec, batch.y);
    const masks = dropoutMasks(spec, rows, batch);
    const step = tf.valueAndGrads((...tensors: tf.Tensor[]) => meanLoss(spec.loss, logits(spec, x, tensors, masks), y));
    const { value, grads } = step(weightTensors(spec, weights));
    loss = floats(value)[0]!;
    gradients = grads.map(floats);
  });
  let next = 0;
  for (const layer of spec.layers) {
    if (layer.kind !== 'dense') continue;
    for (const l2 of [layer.l2, 0]) {
      rmsprop(weights[next]!, slots[next]!, gradients[next]!, spec.optimizer.learningRate, l2);
      next++;
    }
  }
  return loss;
}

/** Inverted dropout: 0 with probability `rate`, else 1 / (1 - rate). One mask a dropout layer. */
function dropoutMasks(spec: ModelSpec, rows: number, batch: Batch): tf.Tensor2D[] {
  const masks: tf.Tensor2D[] = [];
  let units = spec.inputs;
  spec.layers.forEach((layer, position) => {
    if (layer.kind === 'dense') {
      units = layer.units;
      return;
    }
    const random = generator(batch.seed, 'dropout', `${batch.index}/layer-${position}`);
    const kept = 1 / (1 - layer.rate);
    const values = Float32Array.from({ length: rows * units }, () => (random.uniform() < layer.rate ? 0 : kept));
    masks.push(tf.tensor2d(values, [rows, units]));
  });
  return masks;
}
