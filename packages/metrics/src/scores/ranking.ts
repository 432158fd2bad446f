import { countRows, type Target } from '../targets/index.ts';
import { widthOfPredictions, type Predictions } from '../predictions/predictions.ts';
import type { Scorer } from '../predictions/asked.ts';
import { labelsOf } from '../predictions/target-values.ts';

export type RankingName = 'roc-auc' | 'average-precision' | 'mean-average-precision';

/** How rows are ranked by one column of probabilities. */
interface Ranking {
  /** [n], int32: rows, the most probable first. */
  order: Int32Array<ArrayBuffer>;
  /** [n], uint8: 1 where the row at that place is as probable as the one before it. */
  tied: Uint8Array;
}

/** Ranks rows by `scores`, the greatest first. */
export function rank(scores: Float64Array): Ranking {
  const order = Int32Array.from(scores, (_, row) => row).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const tied = Uint8Array.from(order, (row, i) => (i > 0 && scores[order[i - 1]!] === scores[row] ? 1 : 0));
  return { order, tied };
}

/**
 * The metrics of an order. Of two classes, `roc-auc` and `average-precision` are those of the second; otherwise the mean
 * over classes or labels, each against the rest, without those that have no positive row (or no negative one).
 *
 * @param predictions of n rows, sorted here, once.
 */
export function prepareRanking(name: RankingName, predictions: Predictions): (target: Target) => Scorer {
  const width = widthOfPredictions(predictions);
  const { values } = predictions;
  const binary = predictions.kind === 'probabilities' && width === 2 && name !== 'mean-average-precision';
  const columns = Array.from({ length: width }, (_, column) => column).slice(binary ? 1 : 0);
  const ranked = columns.map((column) => ({
    column,
    ranking: rank(Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + column]!)),
  }));
  const metric = name === 'roc-auc' ? rocAuc : averagePrecision;
  return (target) => {
    const judged = ranked.map(({ column, ranking }) => ({ ranking, positive: positivesOf(target, column, width) }));
    return (weights) => {
      let sum = 0;
      let defined = 0;
      for (const { ranking, positive } of judged) {
        const value = metric(ranking, positive, weights);
        if (Number.isNaN(value)) continue;
        sum += value;
        defined++;
      }
      return sum / defined;
    };
  };
}

/** [n], uint8: 1 where a row is of the class, or has the label. */
export function positivesOf(target: Target, column: number, width: number): Uint8Array {
  const positive = new Uint8Array(countRows(target));
  if (target.kind === 'classes') {
    for (let row = 0; row < positive.length; row++) positive[row] = target.codes[row] === column ? 1 : 0;
  } else {
    const values = labelsOf(target);
    for (let row = 0; row < positive.length; row++) positive[row] = values[row * width + column]!;
  }
  return positive;
}

/**
 * The area under the curve of true by false positive rates: how often a positive row ranks above a negative one, a tie
 * counted as half.
 *
 * @see Fawcett: An introduction to ROC analysis (2006), algorithm 3
 */
export function rocAuc({ order, tied }: Ranking, positive: Uint8Array, weights: Float64Array | null): number {
  let above = 0;
  let positives = 0;
  let negatives = 0;
  let pairs = 0;
  for (let i = 0; i < order.length;) {
    let tiedPositives = 0;
    let tiedNegatives = 0;
    do {
      const row = order[i]!;
      const weight = weights === null ? 1 : weights[row]!;
      if (positive[row] === 1) tiedPositives += weight;
      else tiedNegatives += weight;
      i++;
    } while (i < order.length && tied[i] === 1);
    pairs += tiedNegatives * (above + tiedPositives / 2);
    above += tiedPositives;
    positives += tiedPositives;
    negatives += tiedNegatives;
  }
  return pairs / (positives * negatives);
}

/**
 * The sum of precisions at each threshold, weighted by the step in recall; not interpolated.
 *
 * @returns NaN where no row is positive.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.average_precision_score.html
 */
export function averagePrecision({ order, tied }: Ranking, positive: Uint8Array, weights: Float64Array | null): number {
  let found = 0;
  let seen = 0;
  let sum = 0;
  for (let i = 0; i < order.length;) {
    let step = 0;
    do {
      const row = order[i]!;
      const weight = weights === null ? 1 : weights[row]!;
      seen += weight;
      if (positive[row] === 1) step += weight;
      i++;
    } while (i < order.length && tied[i] === 1);
    found += step;
    if (step > 0) sum += (step * found) / seen;
  }
  return sum / found;
}
