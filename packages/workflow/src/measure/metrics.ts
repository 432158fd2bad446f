import { StepwellError } from '../errors/index.ts';
import { take, type Target } from '../rows/index.ts';
import type { MetricName } from '../spec/index.ts';
import { mostProbable, type Predictions } from './predictions.ts';

/** A measure of success that is a mean over rows. */
export interface Metric {
  name: MetricName;
  greaterIsBetter: boolean;
  /** What it takes: classes or a number. */
  of: Target['kind'];
}

/** Probabilities are kept this far from 0 and 1, as Keras does, so that one surprise costs about 16 and not infinity. */
const EPSILON = 1e-7;

export const METRICS: Record<MetricName, Metric> = {
  /** Share of rows whose most probable class is the true one. */
  accuracy: { name: 'accuracy', greaterIsBetter: true, of: 'classes' },
  /** Mean of -ln p(true class), in nats. */
  'log-loss': { name: 'log-loss', greaterIsBetter: false, of: 'classes' },
  /** Mean of |prediction - target|, in the target's unit. */
  mae: { name: 'mae', greaterIsBetter: false, of: 'number' },
  /** Mean of (prediction - target)², in the target's unit squared. */
  mse: { name: 'mse', greaterIsBetter: false, of: 'number' },
};

/** @returns the metrics that apply to a target of that kind, in the order they are shown. */
export function metricsFor(kind: Target['kind']): Metric[] {
  return Object.values(METRICS).filter((metric) => metric.of === kind);
}

/**
 * Each row's share of a metric, whose mean is the metric.
 *
 * @param name the metric.
 * @param predictions of n rows.
 * @param target the targets, of n rows.
 * @returns [n], float64.
 * @throws {StepwellError} `measure_mismatch` when predictions, target and metric don't fit together.
 */
export function scoreRows(name: MetricName, predictions: Predictions, target: Target): Float64Array {
  if (target.kind === 'number' && predictions.kind === 'number' && METRICS[name].of === 'number') {
    return predictions.values.map((prediction, row) => {
      const error = prediction - target.values[row]!;
      return name === 'mae' ? Math.abs(error) : error * error;
    });
  }
  if (target.kind === 'classes' && predictions.kind === 'probabilities' && METRICS[name].of === 'classes') {
    const { values, numClasses } = predictions;
    return Float64Array.from(target.codes, (code, row) => {
      if (name === 'accuracy') return mostProbable(values, numClasses, row) === code ? 1 : 0;
      const p = code < 0 ? 0 : values[row * numClasses + code]!;
      return -Math.log(Math.min(1 - EPSILON, Math.max(EPSILON, p)));
    });
  }
  throw new StepwellError(
    'measure_mismatch',
    `${name} measures a ${METRICS[name].of === 'number' ? 'number' : 'class'}; it was given ${predictions.kind} and a target of ${target.kind}.`,
  );
}

/** @returns the mean of `values`, NaN of none. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** @returns the sample standard deviation (divisor n - 1), 0 of fewer than two. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const center = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - center) * (values[i]! - center);
  return Math.sqrt(sum / (values.length - 1));
}

/** @returns the target at some rows. */
export function targetAt(target: Target, rows: Int32Array): Target {
  if (target.kind === 'classes') return { ...target, codes: take(target.codes, rows) };
  return { kind: 'number', values: Float64Array.from(rows, (row) => target.values[row]!) };
}
