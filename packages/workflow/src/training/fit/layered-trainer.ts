import { allFinite, encodeOptimizer, slotsPerWeight, tf, type StartedBackend } from '@stepwell/backend';
import { take } from '@stepwell/metrics/targets';
import { weightShapes, type BatchStatistics, type ModelSpec, type Training } from '../architecture/index.ts';
import { dropoutMasks, KEY_BYTES, WORDS_BYTES } from './dropout-masks.ts';
import { evaluateInParts } from './evaluate-in-parts.ts';
import type { Prepared } from './fit-data.ts';
import { floatsOf } from './floats-of.ts';
import { gradientsOf } from './gradients-of.ts';
import { inputTensors } from './input-tensors.ts';
import { advance } from './moving-statistics.ts';
import { rowsOfSlice } from './rows-of-slice.ts';
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
  const trainable = shapes.map((shape) => shape.trainable);
  const trained = weights.flatMap((weight, i) =>
    trainable[i]! ? [{ weight, l1: shapes[i]!.l1, l2: shapes[i]!.l2 }] : [],
  );
  const moving = weights.filter((_, i) => !trainable[i]!);
  const sliceRows = rowsOfSlice(spec);
  new Float64Array(backend.heap.memory.buffer, settingsAt, settings.length).set(settings);
  new Int32Array(backend.heap.memory.buffer, keyAt, 4).set(dropoutKey);

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

  /** Loss and gradients of a minibatch, slice by slice. */
  const learn = (data: Prepared, rows: Int32Array, position: number, seen: BatchStatistics[]) => {
    const masks = dropoutMasks(backend, spec, rows.length, keyAt, position);
    let loss = 0;
    let sums: tf.Tensor[] | null = null;
    for (let from = 0; from < rows.length; from += sliceRows) {
      const some = rows.subarray(from, from + sliceRows);
      const before: tf.Tensor[] | null = sums;
      sums = tf.tidy(() => {
        const training: Training = {
          dropoutMasks: masks.map((mask) => rowsOfMask(mask, from, some.length)),
          onStatistics: (statistics) => seen.push(keep(statistics)),
        };
        const inputs = inputTensors(spec, data.x, some);
        const queries = data.queries === undefined ? undefined : take(data.queries, some);
        const slice = { inputs, y: targetTensor(spec, data, some), queries, share: some.length / rows.length };
        const part = gradientsOf(spec, weights, trainable, slice, training);
        loss += part.loss;
        return before === null ? part.gradients : part.gradients.map((gradient, i) => tf.add(before[i]!, gradient));
      });
      tf.dispose(before ?? []);
    }
    return { loss, gradients: sums ?? [] };
  };

  const trainBatch = (data: Prepared, rows: Int32Array, position: number): number => {
    let loss = Number.NaN;
    const seen: BatchStatistics[] = [];
    try {
      tf.tidy(() => {
        const learned = learn(data, rows, position, seen);
        loss = learned.loss;
        update(learned.gradients, position);
        advance(backend, moving, seen);
      });
    } finally {
      seen.forEach(({ mean, variance }) => tf.dispose([mean, variance]));
    }
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
    setLearningRate(rate) {
      const changed = encodeOptimizer({ ...spec.optimizer, learningRate: rate });
      new Float64Array(backend.heap.memory.buffer, settingsAt, changed.length).set(changed);
    },
    evaluate: (data, from, to) => evaluateInParts(spec, weights, data, from, to),
    read: () => ({ weights: weights.map(floatsOf), slots: slots.map(floatsOf) }),
    isFinite: () =>
      weights.every((weight) => {
        const { buffer } = backend.heap.memory;
        return allFinite(new Float32Array(buffer, backend.offsetOf(weight), weight.size));
      }),
    dispose() {
      tf.dispose([...weights, ...slots]);
      backend.heap.free(keyAt);
    },
  };
}

/** @returns the part of a mask for `count` rows starting at `from`. */
function rowsOfMask(mask: tf.Tensor, from: number, count: number): tf.Tensor {
  if (mask.shape[0] === count) return mask;
  return tf.slice(mask, [from, ...mask.shape.slice(1).map(() => 0)], [count, ...mask.shape.slice(1)]);
}

/** Keeps the statistics beyond the forward pass; they are applied after the gradients. */
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
