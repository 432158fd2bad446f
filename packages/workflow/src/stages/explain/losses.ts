import { scoreRows, type Asked, type MetricName, type Predictions } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import type { Explanation } from './explanation.ts';

/** A loss that single rows have, and how its mean is shown. */
export interface RowLoss {
  name: Explanation['loss'];
  of(predictions: Predictions, target: Target): Float64Array;
  /** Shows a mean: the root of squared errors for RMSE. */
  shown(mean: number): number;
}

/**
 * The loss of a row: the run's measure where it is an error of rows, else the nearest that is. RMSE and R² come from squared
 * errors; classes and labels have the log loss, which also sees what doesn't change a class.
 */
export function lossOf(measure: Asked, kind: Target['kind']): RowLoss {
  const rowLoss = (name: MetricName) => (predictions: Predictions, target: Target) =>
    scoreRows({ name, custom: null, threshold: measure.threshold }, predictions, target);
  const plain = (mean: number) => mean;
  if (kind !== 'number') return { name: 'log-loss', of: rowLoss('log-loss'), shown: plain };
  switch (measure.name) {
    case 'mae':
    case 'mape':
    case 'mse':
      return { name: measure.name, of: rowLoss(measure.name), shown: plain };
    case 'rmse':
    case 'r2':
      return { name: 'rmse', of: rowLoss('mse'), shown: (mean) => Math.sqrt(Math.max(0, mean)) };
    default:
      return { name: 'mae', of: rowLoss('mae'), shown: plain };
  }
}

/** @returns each row's error for slices: how far off numbers are, or 1 where a class or a row's labels are wrong. */
export function errorsOf(
  measure: Asked,
  predictions: Predictions,
  target: Target,
): { error: Explanation['error']; values: Float64Array } {
  if (target.kind === 'number') {
    const name = measure.name === 'mape' || measure.name === 'mse' ? measure.name : 'mae';
    return { error: name, values: scoreRows({ name, custom: null, threshold: 0.5 }, predictions, target) };
  }
  const { threshold } = measure;
  const right = scoreRows({ name: 'accuracy', custom: null, threshold }, predictions, target);
  return { error: 'wrong', values: right.map((one) => 1 - one) };
}
