import { StepwellError } from '@stepwell/base/errors';
import { countRows, type Target } from '../targets/index.ts';
import type { Asked } from '../predictions/asked.ts';
import { applies, isRanked, METRICS, metricsFor } from './metrics.ts';
import { countPredictions, widthOfPredictions, type Predictions } from '../predictions/predictions.ts';

/**
 * Checks that a metric, predictions and a target belong together.
 *
 * @throws {StepwellError} `measure_mismatch` when they don't.
 */
export function checkFit(measure: Asked, predictions: Predictions, target: Target): void {
  checkApplies(measure, target);
  const kind = target.kind === 'classes' ? 'probabilities' : target.kind;
  const width = widthOfTarget(target);
  if (predictions.kind === kind && widthOfPredictions(predictions) === width) {
    if (countPredictions(predictions) === countRows(target)) return;
  }
  throw new StepwellError(
    'measure_mismatch',
    `The predictions for ${measure.name} are ${predictions.kind} of shape [${countPredictions(predictions)}, ${widthOfPredictions(predictions)}]; the target requires ${kind} of shape [${countRows(target)}, ${width}].`,
  );
}

/**
 * Checks that a metric measures such a target.
 *
 * @throws {StepwellError} `measure_mismatch` when it doesn't, with those that do.
 */
export function checkApplies({ name }: Pick<Asked, 'name'>, target: Target): void {
  if (applies(METRICS[name], target)) return;
  const others = metricsFor(target).map((metric) => metric.name);
  throw new StepwellError(
    'measure_mismatch',
    `The metric ${name} isn't defined for ${words(target)}. Choose one of ${others.join(', ')}${isRanked(target) ? '' : ', or define your own with an expression'}.`,
    { details: { measure: name, others } },
  );
}

/** @returns the number of predicted values per row for such a target. */
export function widthOfTarget(target: Target): number {
  switch (target.kind) {
    case 'classes':
      return target.classes.length;
    case 'labels':
      return target.labels.length;
    case 'number':
      return target.width;
  }
}

function words(target: Target): string {
  switch (target.kind) {
    case 'classes':
      if (target.ordered === true) return 'ordered classes';
      return target.classes.length === 2 ? 'two classes' : 'several classes';
    case 'labels':
      return 'sets of labels';
    case 'number':
      if (isRanked(target)) return 'rankings';
      return target.width === 1 ? 'a number' : 'several numbers';
  }
}
