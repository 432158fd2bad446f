import { tf } from '@stepwell/backend';
import { activate, logits, LOSSES, type ModelSpec } from '../build/index.ts';
import type { Prepared } from './fit-data.ts';

/** Rows that go through the model at once when not training. Fixed, so that no result depends on how work is cut. */
export const EVALUATION_ROWS = 1_024;

/** A model's outputs for some rows, and its loss on each. */
export interface Evaluated {
  /** [rows, outputs] after the last activation, float32. */
  outputs: Float32Array;
  /** [rows], float32. */
  losses: Float32Array;
}

/**
 * Runs rows `from … to - 1` of `data` through the model. Synchronous.
 *
 * @param weights in the order of `weightShapes`.
 */
export function evaluateChunk(
  spec: ModelSpec,
  weights: readonly Float32Array[],
  data: Prepared,
  from: number,
  to: number,
): Evaluated {
  const { inputs } = spec;
  const evaluated: Evaluated = { outputs: new Float32Array(0), losses: new Float32Array(0) };
  // Results leave by assignment: tidy would walk through whatever it returns, number by number.
  tf.tidy(() => {
    const x = tf.tensor2d(data.x.subarray(from * inputs, to * inputs), [to - from, inputs]);
    const y = targetTensor(spec, data.y.subarray(from, to));
    const z = logits(spec, x, weightTensors(spec, weights), null);
    evaluated.outputs = floats(activate(spec, z));
    evaluated.losses = floats(LOSSES[spec.loss].rows(z, y));
  });
  return evaluated;
}

/** Runs all rows of `data` through the model, chunk by chunk. Synchronous. */
export function evaluate(spec: ModelSpec, weights: readonly Float32Array[], data: Prepared): Evaluated {
  const outputs = outputsOf(spec);
  const all: Evaluated = {
    outputs: new Float32Array(data.rows * outputs),
    losses: new Float32Array(data.rows),
  };
  for (let from = 0; from < data.rows; from += EVALUATION_ROWS) {
    const chunk = evaluateChunk(spec, weights, data, from, Math.min(from + EVALUATION_ROWS, data.rows));
    all.outputs.set(chunk.outputs, from * outputs);
    all.losses.set(chunk.losses, from);
  }
  return all;
}

/** @returns the targets as the loss takes them: [rows, outputs], one-hot for several classes. */
export function targetTensor(spec: ModelSpec, y: Float32Array): tf.Tensor2D {
  const outputs = outputsOf(spec);
  if (spec.loss !== 'categorical-crossentropy') return tf.tensor2d(y, [y.length, 1]);
  const oneHot = new Float32Array(y.length * outputs);
  y.forEach((code, row) => {
    // A class never seen in training has no output: its row stays all zeros.
    if (code >= 0) oneHot[row * outputs + code] = 1;
  });
  return tf.tensor2d(oneHot, [y.length, outputs]);
}

/** @returns the weights as tensors, in the order given. */
export function weightTensors(spec: ModelSpec, weights: readonly Float32Array[]): tf.Tensor[] {
  let width = spec.inputs;
  let next = 0;
  return spec.layers.flatMap((layer) => {
    if (layer.kind !== 'dense') return [];
    const kernel = tf.tensor2d(weights[next++]!, [width, layer.units]);
    const bias = tf.tensor1d(weights[next++]!);
    width = layer.units;
    return [kernel, bias];
  });
}

/** @returns a tensor's values; it must be float32. */
export function floats(tensor: tf.Tensor): Float32Array {
  const values = tensor.dataSync();
  if (!(values instanceof Float32Array)) throw new TypeError(`expected a float32 tensor, got ${tensor.dtype}`);
  return values;
}

function outputsOf(spec: ModelSpec): number {
  const last = spec.layers.at(-1)!;
  return last.kind === 'dense' ? last.units : 0;
}
