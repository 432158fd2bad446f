import { encodeOptimizer, rowLosses, slotsPerWeight, tf, type StartedBackend } from '@stepwell/backend';
import { activate, logits, weightShapes, type ModelSpec } from '../build/index.ts';
import { concatenate } from './concatenate.ts';
import type { Prepared } from './fit-data.ts';
import type { Evaluated, Learned, Trainer } from './trainer.ts';

const KEY_BYTES = 16;
const WORDS_BYTES = 64;
/** Rows that go through the layers at once when not training. */
const ROWS_AT_ONCE = 1_024;

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
  const { weights, slots } = placeTensors(backend, spec, learned, keyAt);
  const penalties = spec.layers.flatMap((layer) =>
    layer.kind === 'dense'
      ? [
          { l1: layer.l1 ?? 0, l2: layer.l2 },
          { l1: 0, l2: 0 },
        ]
      : [],
  );
  new Float64Array(backend.heap.memory.buffer, settingsAt, settings.length).set(settings);
  new Int32Array(backend.heap.memory.buffer, keyAt, 4).set(dropoutKey);

  const trainBatch = (data: Prepared, rows: Int32Array, position: number): number => {
    let loss = Number.NaN;
    tf.tidy(() => {
      const { x, y } = batch(spec, data, rows);
      const masks = dropoutMasks(backend, spec, rows.length, keyAt, position);
      const step = tf.valueAndGrads((...tensors: tf.Tensor[]) => meanLoss(spec, logits(spec, x, tensors, masks), y));
      const { value, grads } = step(weights);
      loss = value.dataSync()[0]!;
      const at = (i: number): number => (slots[i] === undefined ? 0 : backend.offsetOf(slots[i]));
      const second = slotsPerWeight(spec.optimizer) > 1 ? weights.length : slots.length;
      weights.forEach((weight, i) => {
        const { l1, l2 } = penalties[i]!;
        const gradientAt = backend.offsetOf(grads[i]!);
        const weightAt = backend.offsetOf(weight);
        backend.kernels.optimize(
          settingsAt,
          position,
          weight.size,
          weightAt,
          gradientAt,
          at(i),
          at(second + i),
          l1,
          l2,
        );
      });
    });
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
    read: () => ({ weights: weights.map(floats), slots: slots.map(floats) }),
    isFinite: () => weights.every((weight) => floats(weight).every(Number.isFinite)),
    dispose() {
      tf.dispose([...weights, ...slots]);
      backend.heap.free(keyAt);
    },
  };
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

/** Rows `from … to - 1`, so many at once. */
function evaluateInParts(
  spec: ModelSpec,
  weights: readonly tf.Tensor[],
  data: Prepared,
  from: number,
  to: number,
): Evaluated {
  const parts: Evaluated[] = [];
  for (let at = from; at < to; at += ROWS_AT_ONCE) {
    parts.push(evaluateRows(spec, weights, data, at, Math.min(at + ROWS_AT_ONCE, to)));
  }
  return {
    outputs: concatenate(parts.map(({ outputs }) => outputs)),
    losses: concatenate(parts.map(({ losses }) => losses)),
  };
}

function evaluateRows(
  spec: ModelSpec,
  weights: readonly tf.Tensor[],
  data: Prepared,
  from: number,
  to: number,
): Evaluated {
  const evaluated: Evaluated = { outputs: new Float32Array(0), losses: new Float32Array(0) };
  const rows = Int32Array.from({ length: to - from }, (_, i) => from + i);
  // Results leave by assignment: tidy would walk through whatever it returns, number by number.
  tf.tidy(() => {
    const { x, y } = batch(spec, data, rows);
    const z = logits(spec, x, weights, null);
    evaluated.outputs = floats(activate(spec, z));
    evaluated.losses = floats(rowLosses(spec.loss, z, y));
  });
  return evaluated;
}

/** Some rows and their targets as tensors. */
function batch(spec: ModelSpec, data: Prepared, rows: Int32Array): { x: tf.Tensor2D; y: tf.Tensor } {
  const { inputs } = spec;
  const targets = data.y.length / data.rows;
  const x = new Float32Array(rows.length * inputs);
  const y = new Float32Array(rows.length * targets);
  rows.forEach((row, i) => {
    x.set(data.x.subarray(row * inputs, (row + 1) * inputs), i * inputs);
    y.set(data.y.subarray(row * targets, (row + 1) * targets), i * targets);
  });
  return {
    x: tf.tensor2d(x, [rows.length, inputs]),
    y: spec.loss === 'categorical-crossentropy' ? tf.tensor1d(y) : tf.tensor2d(y, [rows.length, targets]),
  };
}

function meanLoss(spec: ModelSpec, z: tf.Tensor2D, y: tf.Tensor): tf.Scalar {
  return tf.mean(rowLosses(spec.loss, z, y));
}

/** Inverted dropout: 0 with probability `rate`, else 1 / (1 - rate). One mask a dropout layer, drawn by position. */
function dropoutMasks(
  backend: StartedBackend,
  spec: ModelSpec,
  rows: number,
  keyAt: number,
  position: number,
): tf.Tensor2D[] {
  const masks: tf.Tensor2D[] = [];
  let units = spec.inputs;
  spec.layers.forEach((layer, index) => {
    if (layer.kind === 'dense') {
      units = layer.units;
      return;
    }
    const mask = tf.zeros<tf.Rank.R2>([rows, units]);
    const at = backend.offsetOf(mask);
    backend.kernels.dropoutMask(rows * units, layer.rate, keyAt, index, position, at, keyAt + KEY_BYTES);
    masks.push(mask);
  });
  return masks;
}

/** @returns a copy of a tensor's values; it must be float32. */
function floats(tensor: tf.Tensor): Float32Array {
  const values = tensor.dataSync();
  if (!(values instanceof Float32Array)) throw new TypeError(`expected a float32 tensor, got ${tensor.dtype}`);
  return values;
}
