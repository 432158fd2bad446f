import { slotsPerWeight } from '@stepwell/backend';
import { weightShapes, type ModelSpec } from '../architecture/index.ts';
import type { Prepared } from './fit-data.ts';
import { withTrainer } from './create-trainer.ts';
import type { Evaluated } from './trainer.ts';

/** Rows per validation chunk. Fixed, so results don't depend on how the work is split into steps. */
export const EVALUATION_ROWS = 1_024;

/**
 * Runs all rows of `data` through a model. Synchronous.
 *
 * @param weights in the order of `weightShapes`.
 * @throws {StepwellError} `model_too_large`.
 */
export function evaluate(spec: ModelSpec, weights: Float32Array[], data: Prepared): Evaluated {
  // Nothing is trained, so use an optimizer without slots to leave more memory for the rows.
  const still: ModelSpec = { ...spec, optimizer: { name: 'sgd', learningRate: 1 } };
  return withTrainer(still, { weights, slots: [] }, [0, 0, 0, 0], (trainer) => trainer.evaluate(data, 0, data.rows));
}

/** @returns the initial slots of an optimizer. */
export function emptySlots(spec: ModelSpec, weights: readonly Float32Array[]): Float32Array[] {
  const trained = weightShapes(spec).flatMap(({ trainable }, i) => (trainable ? [weights[i]!.length] : []));
  return Array.from({ length: slotsPerWeight(spec.optimizer) }, () =>
    trained.map((length) => new Float32Array(length)),
  ).flat();
}
