import { rowLosses, tf } from '@stepwell/backend';
import { activate, isRankingLoss, layerShapes, logits, sizeOf, type ModelSpec } from '../architecture/index.ts';
import { concatenate } from './concatenate.ts';
import type { Prepared } from './fit-data.ts';
import { inputTensors } from './input-tensors.ts';
import { floatsOf } from './floats-of.ts';
import { targetTensor } from './target-tensor.ts';
import type { Evaluated } from './trainer.ts';

/** Most rows per forward pass when evaluating. */
const MOST_ROWS = 1_024;
/** Most values of the largest layer per forward pass. */
const LAYER_BYTES = 4 * 1024 * 1024;

/** @returns the number of rows per forward pass, limited by the largest layer. */
export function rowsAtOnce(spec: ModelSpec): number {
  const widest = Math.max(...layerShapes(spec).map(({ output }) => sizeOf(output)));
  return Math.min(MOST_ROWS, Math.max(1, Math.floor(LAYER_BYTES / (4 * widest))));
}

/**
 * Runs rows `from … to - 1` through the layers in parts. Results of rows are independent of each other.
 *
 * @param weights in the order of `weightShapes`.
 */
export function evaluateInParts(
  spec: ModelSpec,
  weights: readonly tf.Tensor[],
  data: Prepared,
  from: number,
  to: number,
): Evaluated {
  const parts: Evaluated[] = [];
  const atOnce = rowsAtOnce(spec);
  for (let at = from; at < to; at += atOnce) {
    parts.push(evaluateRows(spec, weights, data, at, Math.min(at + atOnce, to)));
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
  // Assign the results instead of returning them: tidy would traverse them value by value.
  tf.tidy(() => {
    const z = logits(spec, inputTensors(spec, data.x, rows), weights, null);
    evaluated.outputs = floatsOf(activate(spec, z));
    // The loss of an order is that of whole queries: see `closeEpoch`.
    evaluated.losses = isRankingLoss(spec.loss)
      ? new Float32Array(rows.length)
      : floatsOf(rowLosses(spec.loss, z, targetTensor(spec, data, rows)));
  });
  return evaluated;
}
