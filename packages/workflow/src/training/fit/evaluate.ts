import { slotsPerWeight } from '@stepwell/backend';
import { weightShapes, type ModelSpec } from '../architecture/index.ts';
import type { Prepared } from './fit-data.ts';
import { withTrainer } from './create-trainer.ts';
import type { Evaluated } from './trainer.ts';

/** Rows that one unit of validation runs through the model. Fixed, so that no result depends on how work is cut. */
export const EVALUATION_ROWS = 1_024;

/**
 * Runs all rows of `data` through a model. Synchronous.
 *
 * @param weights in the order of `weightShapes`.
 * @throws {StepwellError} `model_too_large`.
 */
export function evaluate(spec: ModelSpec, weights: Float32Array[], data: Prepared): Evaluated {
  // Nothing is updated: an optimizer without slots leaves their room to the rows.
  const still: ModelSpec = { ...spec, optimizer: { name: 'sgd', learningRate: 1 } };
  return withTrainer(still, { weights, slots: [] }, [0, 0, 0, 0], (trainer) => trainer.evaluate(data, 0, data.rows));
}

/** @returns the slots of an optimizer that has done nothing yet. */
export function emptySlots(spec: ModelSpec, weights: readonly Float32Array[]): Float32Array[] {
  const trained = weightShapes(spec).flatMap(({ trainable }, i) => (trainable ? [weights[i]!.length] : []));
  return Array.from({ length: slotsPerWeight(spec.optimizer) }, () =>
    trained.map((length) => new Float32Array(length)),
  ).flat();
}
