import { square } from '@stepwell/base/exact';
import type { Target } from '../targets/index.ts';
import { widthOfPredictions, type Predictions } from '../predictions/predictions.ts';
import type { Scorer } from '../predictions/asked.ts';
import { numbersOf } from '../predictions/target-values.ts';

/** The mean, over the columns of a target, of the root mean squared error. */
export function rmse(predictions: Predictions, target: Target): Scorer {
  return overColumns(predictions, target, (column) => Math.sqrt(column.squares / column.rows));
}

/**
 * The mean, over the columns of a target, of 1 - (squared errors) / (squared distances from the mean).
 *
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.r2_score.html (uniform average)
 */
export function r2(predictions: Predictions, target: Target): Scorer {
  return overColumns(predictions, target, ({ squares, spread: spreadOf }) => {
    const spread = spreadOf();
    return spread === 0 ? Number.NaN : 1 - squares / spread;
  });
}

interface ColumnSums {
  rows: number;
  /** Of (prediction - target)². */
  squares: number;
  /** Of (target - its mean)²; only some ask for it. */
  spread: () => number;
}

function overColumns(predictions: Predictions, target: Target, value: (column: ColumnSums) => number): Scorer {
  const width = widthOfPredictions(predictions);
  const truth = numbersOf(target);
  return (weights) => {
    let sum = 0;
    for (let column = 0; column < width; column++) {
      sum += value(columnSums(predictions.values, truth, width, column, weights));
    }
    return sum / width;
  };
}

function columnSums(
  guess: Float64Array,
  truth: Float64Array,
  width: number,
  column: number,
  weights: Float64Array | null,
): ColumnSums {
  let rows = 0;
  let total = 0;
  let squares = 0;
  for (let i = column, row = 0; i < truth.length; i += width, row++) {
    const weight = weights === null ? 1 : weights[row]!;
    rows += weight;
    total += weight * truth[i]!;
    squares += weight * square(guess[i]! - truth[i]!);
  }
  return { rows, squares, spread: () => spreadAround(total / rows, truth, width, column, weights) };
}

function spreadAround(
  mean: number,
  truth: Float64Array,
  width: number,
  column: number,
  weights: Float64Array | null,
): number {
  // The mean of numbers all alike may differ from them in the last bit.
  let alike = true;
  let spread = 0;
  let first = Number.NaN;
  for (let i = column, row = 0; i < truth.length; i += width, row++) {
    const weight = weights === null ? 1 : weights[row]!;
    if (weight === 0) continue;
    if (Number.isNaN(first)) first = truth[i]!;
    alike &&= truth[i] === first;
    spread += weight * square(truth[i]! - mean);
  }
  return alike ? 0 : spread;
}
