import { encodeOptimizer, rowLosses, slotsPerWeight, tf, type StartedBackend } from '@stepwell/backend';
import { logits, weightShapes, type BatchStatistics, type ModelSpec } from '../build/index.ts';
import { dropoutMasks, KEY_BYTES, WORDS_BYTES } from './dropout-masks.ts';
import { evaluateInParts } from './evaluate-in-parts.ts';
import type { Prepared } from './fit-data.ts';
import { floatsOf } from './floats-of.ts';
import { inputTensors } from './input-tensors.ts';
import { advance } from './moving-statistics.ts';
import { targetTensor } from './target-tensor.ts';
import type { Learned, Trainer } from './trainer.ts';

/** A trainer that runs op by op, for any spec. */
export function openLayeredTrainer(
  backend: StartedBackend,
  spec: ModelSpec,
  learned: Learned,
  dropoutKey: readonly number[],
): Trainer {
  const settings = encodeOptimizer(spec.optimizer);
  const keyAt = backend.heap.allocate(KEY_BYTES + WORDS_BYTES + settings.byteLength, 'the settings of a trainer');
  const settingsAt = keyAt + KEY_BYTES + WORDS_BYTES;
  const shapes = weightShapes(spec);
  const { weights, slots } = placeTensors(backend, spec, learned, keyAt);
  const trained = weights.flatMap((weight, i) => (shapes[i]!.trainable ? [{ weight, ...shapes[i]! }] : []));
  const moving = weights.filter((_, i) => !shapes[i]!.trainable);
  new Float64Array(backend.heap.memory.buffer, settingsAt, settings.length).set(settings);
  new Int32Array(backend.heap.memory.buffer, keyAt, 4).set(dropoutKey);

  /** The model's weights with others in the place of those that the optimizer changes. */
  const withTrained = (tensors: readonly tf.Tensor[]): tf.Tensor[] => {
    let next = 0;
    return weights.map((weight, i) => (shapes[i]!.trainable ? tensors[next++]! : weight));
  };

  const update = (gradients: readonly tf.Tensor[], position: number): void => {
    const at = (i: number): number => (slots[i] === undefined ? 0 : backend.offsetOf(slots[i]));
    const second = slotsPerWeight(spec.optimizer) > 1 ? trained.length : slots.length;
    trained.forEach(({ weight, l1, l2 }, i) => {
      backend.kernels.optimize(
        settingsAt,
        position,
        weight.size,
        backend.offsetOf(weight),
        backend.offsetOf(gradients[i]!),
        at(i),
        at(second + i),
        l1,
        l2,
      );
    });
  };

  const trainBatch = (data: Prepared, rows: Int32Array, position: number): number => {
    let loss = Number.NaN;
    const seen: BatchStatistics[] = [];
    tf.tidy(() => {
      const inputs = inputTensors(spec, data.x, rows);
      const y = targetTensor(spec, data, rows);
      const masks = dropoutMasks(backend, spec, rows.length, keyAt, position);
      const training = {
        dropoutMasks: masks,
        onStatistics: (statistics: BatchStatistics) => seen.push(keep(statistics)),
      };
      const step = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
        const z = logits(spec, inputs, withTrained(tensors), training);
        return tf.mean<tf.Scalar>(rowLosses(spec.loss, z, y));
      });
      const { value, grads } = step(trained.map(({ weight }) => weight));
      loss = value.dataSync()[0]!;
      update(grads, position);
      advance(backend, moving, seen);
    });
    seen.forEach(({ mean, variance }) => tf.dispose([mean, variance]));
    return loss;
  };

  return {
    train(data, order, first, count, position) {
      const losses = new Float64Array(count);
      for (let b = 0; b < count; b++) {
        const from = (first + b) * spec.batchSize;
        losses[b] = trainBatch(data, order.subarray(from, from + spec.batchSize), position + b);
        if (!Number.isFinite(losses[b])) return losses.slice(0, b + 1);
      }
      return losses;
    },
    evaluate: (data, from, to) => evaluateInParts(spec, weights, data, from, to),
    read: () => ({ weights: weights.map(floatsOf), slots: slots.map(floatsOf) }),
    isFinite: () => weights.every((weight) => floatsOf(weight).every(Number.isFinite)),
    dispose() {
      tf.dispose([...weights, ...slots]);
      backend.heap.free(keyAt);
    },
  };
}

/** Statistics outlive the forward pass: they are taken up once the gradients are there. */
function keep({ mean, variance }: BatchStatistics): BatchStatistics {
  return { mean: tf.keep(mean), variance: tf.keep(variance) };
}

function placeTensors(
  backend: StartedBackend,
  spec: ModelSpec,
  learned: Learned,
  keyAt: number,
): { weights: tf.Tensor[]; slots: tf.Tensor[] } {
  try {
    return tf.tidy(() => ({
      weights: weightShapes(spec).map(({ shape }, i) => tf.tensor(learned.weights[i]!, shape)),
      slots: learned.slots.map((slot) => tf.tensor1d(slot)),
    }));
  } catch (cause) {
    backend.heap.free(keyAt);
    throw cause;
  }
}
