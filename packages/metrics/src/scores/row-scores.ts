import { StepwellError } from '@stepwell/base/errors';
import { ln, square } from '@stepwell/base/exact';
import type { Target } from '../targets/index.ts';
import type { Asked } from '../predictions/asked.ts';
import { checkFit } from './check-fit.ts';
import { METRICS } from './metrics.ts';
import { namedClass, widthOfPredictions, type Predictions } from '../predictions/predictions.ts';

/**
 * Probabilities are clipped this far from 0 and 1, so one wrong prediction costs 15.94 instead of infinity. It is the epsilon of
 * float32, which predictions are trained in, and what scikit-learn clips such predictions at.
 */
const EPSILON = 2 ** -23;
/** From what probability a label counts as named. */
const HALF = 0.5;

/**
 * Each row's share of a metric, whose mean is the metric.
 *
 * A row of a class that the target doesn't know counts as wrong, its probability as 0. Rows of several columns or labels
 * have the mean over them.
 *
 * @param measure a metric that is a mean over rows.
 * @param predictions of n rows.
 * @param target the targets, of n rows.
 * @returns [n], float64.
 * @throws {StepwellError} `measure_mismatch` when predictions, target and metric don't fit together, or the metric is no mean over rows.
 */
export function scoreRows(measure: Asked, predictions: Predictions, target: Target): Float64Array {
  checkFit(measure, predictions, target);
  if (!METRICS[measure.name].perRow) {
    throw new StepwellError(
      'measure_mismatch',
      `${measure.name} isn't a mean over rows, so single rows have no score. Use a metric that is, such as accuracy or MAE.`,
    );
  }
  switch (target.kind) {
    case 'classes':
      return Float64Array.from(target.codes, classScore(measure, predictions));
    case 'labels':
      return labelScores(measure, predictions.values, target.values, target.labels.length);
    case 'number':
      if (measure.name === 'mase' && target.anchors !== undefined) {
        const { units } = target.anchors;
        const { width } = target;
        return cellMeans(
          predictions,
          (i) => Math.abs(predictions.values[i]! - target.values[i]!) / units[Math.floor(i / width)]!,
        );
      }
      return cellMeans(predictions, (i) => numberError(measure, predictions.values[i]!, target.values[i]!));
  }
}

function classScore(measure: Asked, predictions: Predictions): (code: number, row: number) => number {
  const { values } = predictions;
  const width = widthOfPredictions(predictions);
  if (measure.name === 'accuracy') {
    return (code, row) => (namedClass(values, width, row, measure.threshold) === code ? 1 : 0);
  }
  if (measure.name === 'mae-of-levels') {
    return (code, row) => {
      const named = namedClass(values, width, row, measure.threshold);
      return code < 0 ? Math.max(named, width - 1 - named) : Math.abs(named - code);
    };
  }
  if (measure.name === 'log-loss') {
    return (code, row) => surprise(code < 0 ? 0 : values[row * width + code]!);
  }
  if (width === 2) return (code, row) => (code < 0 ? 1 : square(1 - values[row * 2 + code]!));
  return (code, row) => {
    let sum = 0;
    for (let c = 0; c < width; c++) sum += square((c === code ? 1 : 0) - values[row * width + c]!);
    return code < 0 ? sum + 1 : sum;
  };
}

function labelScores(measure: Asked, values: Float64Array, truth: Uint8Array, width: number): Float64Array {
  if (measure.name === 'accuracy') {
    const right = new Float64Array(values.length / width).fill(1);
    values.forEach((p, i) => {
      if (p >= HALF !== (truth[i] === 1)) right[Math.floor(i / width)] = 0;
    });
    return right;
  }
  const predictions: Predictions = { kind: 'labels', numLabels: width, values };
  if (measure.name === 'log-loss') {
    return cellMeans(predictions, (i) => surprise(truth[i] === 1 ? values[i]! : 1 - values[i]!));
  }
  return cellMeans(predictions, (i) => square(values[i]! - truth[i]!));
}

function numberError({ name }: Asked, prediction: number, truth: number): number {
  const error = prediction - truth;
  if (name === 'mse') return error * error;
  return name === 'mae' ? Math.abs(error) : Math.abs(error) / Math.max(Math.abs(truth), Number.EPSILON);
}

/** -ln p, in nats: the same bits in every engine, since selection may hang on it. */
function surprise(p: number): number {
  return -ln(Math.min(1 - EPSILON, Math.max(EPSILON, p)));
}

/** Each row's mean over its cells. */
function cellMeans(predictions: Predictions, cell: (i: number) => number): Float64Array {
  const width = widthOfPredictions(predictions);
  return Float64Array.from({ length: predictions.values.length / width }, (_, row) => {
    let sum = 0;
    for (let column = 0; column < width; column++) sum += cell(row * width + column);
    return sum / width;
  });
}
