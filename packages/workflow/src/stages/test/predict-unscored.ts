import type { Predictions } from '@stepwell/metrics';
import { anchorsOf } from '@stepwell/metrics/targets';
import type { Definition } from '../define/index.ts';
import { evaluate, prepareUnseen, readOutputs, type Checkpoint, type FitData } from '../../training/fit/index.ts';
import type { Part } from '../../training/rows/index.ts';

/**
 * Predicts rows without a target with the final model. No score includes them.
 *
 * @param model the last fit, as tested.
 * @param data what it was fitted on.
 * @param part the rows; their target is not used.
 * @throws {StepwellError} `evaluated_on_fitted_rows`.
 */
export function predictUnscored(
  model: Pick<Checkpoint, 'spec' | 'weights'>,
  data: FitData,
  part: Part,
  definition: Definition,
): Predictions | null {
  if (part.ids.length === 0) return null;
  const { outputs } = evaluate(model.spec, model.weights, prepareUnseen(data.preparation, part));
  return readOutputs(definition, data.preparation, outputs, anchorsOf(part.target));
}
