import type { Target } from '../targets/index.ts';
import type { Asked, Scorer } from '../predictions/asked.ts';
import { checkFit } from './check-fit.ts';
import { prepareConfusion } from '../predictions/confusion.ts';
import { prepareCustom } from '../expression/index.ts';
import { quadraticKappa } from './kappa.ts';
import { isRanked, METRICS } from './metrics.ts';
import type { Predictions } from '../predictions/predictions.ts';
import { prepareRanking } from './ranking.ts';
import { meanOverQueries } from './query-scores.ts';
import { r2, rmse } from './regression.ts';
import { scoreRows } from './row-scores.ts';

/**
 * Scores predictions again and again: all that depends on them alone, like their order, is found once.
 *
 * @param predictions of n rows.
 * @returns for a target of n rows, its scorer, which takes O(n) a call.
 * @throws {StepwellError} `measure_mismatch` when predictions, target and metric don't fit together.
 */
export function prepareScorer(measure: Asked, predictions: Predictions): (target: Target) => Scorer {
  const prepared = preparedFor(measure, predictions);
  const broken = predictions.values.some(Number.isNaN);
  return (target) => {
    checkFit(measure, predictions, target);
    return broken ? () => Number.NaN : prepared(target);
  };
}

function preparedFor(measure: Asked, predictions: Predictions): (target: Target) => Scorer {
  let prepared: ((target: Target) => Scorer) | null = null;
  return (target) => {
    if (isRanked(target)) return meanOverQueries(measure.name, predictions, target);
    prepared ??= preparedForRows(measure, predictions);
    return prepared(target);
  };
}

function preparedForRows(measure: Asked, predictions: Predictions): (target: Target) => Scorer {
  if (METRICS[measure.name].perRow) return (target) => weightedMean(scoreRows(measure, predictions, target));
  switch (measure.name) {
    case 'rmse':
      return (target) => rmse(predictions, target);
    case 'r2':
      return (target) => r2(predictions, target);
    case 'roc-auc':
    case 'average-precision':
    case 'mean-average-precision':
      return prepareRanking(measure.name, predictions);
    case 'quadratic-kappa':
      return quadraticKappa(measure, predictions);
    case 'custom':
      return prepareCustom(measure, predictions);
    default:
      return prepareConfusion(measure, predictions);
  }
}

function weightedMean(values: Float64Array): Scorer {
  // A row that doesn't count must not reach the sum: 0 times infinity is none. Without such a product no branch is needed,
  // which a processor can't foresee where rows are drawn at random.
  return values.every(Number.isFinite) ? meanOfFinite(values) : meanOfAny(values);
}

function meanOfFinite(values: Float64Array): Scorer {
  return (weights) => {
    let sum = 0;
    if (weights === null) {
      for (let row = 0; row < values.length; row++) sum += values[row]!;
      return sum / values.length;
    }
    let rows = 0;
    for (let row = 0; row < values.length; row++) {
      const weight = weights[row]!;
      sum += weight * values[row]!;
      rows += weight;
    }
    return sum / rows;
  };
}

function meanOfAny(values: Float64Array): Scorer {
  return (weights) => {
    let sum = 0;
    let rows = 0;
    for (let row = 0; row < values.length; row++) {
      const weight = weights === null ? 1 : weights[row]!;
      if (weight === 0) continue;
      sum += weight * values[row]!;
      rows += weight;
    }
    return sum / rows;
  };
}

/**
 * Scores the same predictions and target under different weights, as a bootstrap does.
 *
 * @param predictions of n rows.
 * @param target the targets, of n rows.
 * @throws {StepwellError} `measure_mismatch` when predictions, target and metric don't fit together.
 */
export function scorer(measure: Asked, predictions: Predictions, target: Target): Scorer {
  return prepareScorer(measure, predictions)(target);
}

/**
 * @param predictions of n rows.
 * @param target the targets, of n rows.
 * @returns the score; NaN where it is not defined: the AUC of rows of one class, R² of a target that is always the same.
 * @throws {StepwellError} `measure_mismatch` when predictions, target and metric don't fit together.
 */
export function score(measure: Asked, predictions: Predictions, target: Target): number {
  return scorer(measure, predictions, target)(null);
}
