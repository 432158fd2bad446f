import { isRanked, scoreQueries, scoreRows, type Asked, type MetricName, type Predictions } from '@stepwell/metrics';
import { countRows, targetAt, type Target } from '@stepwell/metrics/targets';
import type { Explanation } from './explanation.ts';

/** A loss that single rows have, or queries of rankings, and how its mean is shown. */
export interface RowLoss {
  name: Explanation['loss'];
  of(predictions: Predictions, target: Target): Float64Array;
  /** The targets of rows that stand several times: of rankings, each time as other queries. */
  repeat(target: Target, times: number): Target;
  /** Shows a mean: the root of squared errors for RMSE. */
  shown(mean: number): number;
}

/**
 * The loss of a row: the run's measure where it is an error of rows, else the nearest that is. RMSE and R² come from squared
 * errors; classes and labels have the log loss, which also sees what doesn't change a class.
 */
export function lossOf(measure: Asked, target: Target): RowLoss {
  const { kind } = target;
  if (isRanked(target)) return lossOfQueries(measure);
  const repeat = repeatRows;
  const rowLoss = (name: MetricName) => (predictions: Predictions, target: Target) =>
    scoreRows({ name, custom: null, threshold: measure.threshold }, predictions, target);
  const plain = (mean: number) => mean;
  if (kind !== 'number') return { name: 'log-loss', of: rowLoss('log-loss'), shown: plain, repeat };
  switch (measure.name) {
    case 'mae':
    case 'mape':
    case 'mse':
      return { name: measure.name, of: rowLoss(measure.name), shown: plain, repeat };
    case 'rmse':
    case 'r2':
      return { name: 'rmse', of: rowLoss('mse'), repeat, shown: (mean) => Math.sqrt(Math.max(0, mean)) };
    default:
      return { name: 'mae', of: rowLoss('mae'), shown: plain, repeat };
  }
}

function repeatRows(target: Target, times: number): Target {
  const rows = countRows(target);
  return targetAt(
    target,
    Int32Array.from({ length: rows * times }, (_, i) => i % rows),
  );
}

/** How much each query lacks to a perfect order, in the order in which queries first appear. */
function lossOfQueries({ name }: Asked): RowLoss {
  return {
    name: 'query',
    of: (predictions, target) => {
      if (!isRanked(target)) throw new Error('queries are missing');
      return scoreQueries(name, predictions, target).scores.map((score) => 1 - score);
    },
    repeat: (target, times) => {
      const repeated = repeatRows(target, times);
      if (!isRanked(repeated)) return repeated;
      const rows = repeated.queries.length / times;
      const apart = 1 + repeated.queries.reduce((most, query) => Math.max(most, query), 0);
      return { ...repeated, queries: repeated.queries.map((query, i) => query + apart * Math.floor(i / rows)) };
    },
    shown: (mean) => mean,
  };
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
