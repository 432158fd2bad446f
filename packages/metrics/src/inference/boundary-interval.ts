import { square } from '@stepwell/base/exact';
import type { Asked } from '../predictions/asked.ts';
import { prepareCounts } from '../predictions/confusion.ts';
import { widthOfPredictions, type Predictions } from '../predictions/predictions.ts';
import { positivesOf } from '../scores/ranking.ts';
import { countRows, type Target } from '../targets/index.ts';
import { wilsonInterval } from './proportions.ts';
import { f1Interval } from './share-interval.ts';

type Interval = [number, number];

/**
 * The 95 % interval of a metric that is 1, or 0, on rows of which all resamples are alike, so that a bootstrap knows nothing of
 * it. Each class or label has the interval of a share that is 1 or 0 of as many rows, and a mean has the mean of their ends:
 * what they would be if all classes or labels erred on the same rows, which is the widest that it can be.
 *
 * - macro precision, recall and F1: Wilson's, F1's by F*
 * - micro-averaged F1 of labels: the same of all labels, with no more cells than there are rows, since a row's may err together
 * - ROC AUC: Newcombe's
 * - average precision: Wilson's of the positive rows, each of which has a precision from 0 to 1
 *
 * @returns null where the metric is neither 1 nor 0, or of another kind.
 */
export function boundaryInterval(
  measure: Asked,
  predictions: Predictions,
  target: Target,
  value: number,
): Interval | null {
  if (value !== 0 && value !== 1) return null;
  const ofRows = (rows: number) => wilsonInterval(value * rows, rows);
  switch (measure.name) {
    case 'roc-auc':
      return meanOfEnds(
        sidesOf(predictions, target).map(({ positives, negatives }) =>
          positives * negatives === 0 ? null : aucInterval(value, positives, negatives),
        ),
      );
    case 'average-precision':
    case 'mean-average-precision':
      return meanOfEnds(
        sidesOf(predictions, target).map(({ positives }) => (positives === 0 ? null : ofRows(positives))),
      );
    case 'precision':
    case 'recall':
    case 'f1':
    case 'f1-micro': {
      const { hits, falseAlarms, misses, rows } = prepareCounts(measure.threshold, predictions)(target)(null);
      const cells = Array.from(hits, (count, i) => ({
        precision: count + falseAlarms[i]!,
        recall: count + misses[i]!,
        f1: count + falseAlarms[i]! + misses[i]!,
      })).filter(({ f1 }) => f1 > 0);
      if (measure.name === 'f1-micro') {
        const all = cells.reduce((sum, { f1 }) => sum + f1, 0);
        return all === 0 ? null : f1Interval(value * Math.min(all, rows), Math.min(all, rows));
      }
      const { name } = measure;
      return meanOfEnds(
        cells.map((cell) => {
          // A class that is never named has a precision of 0, whatever its rows: nothing is known of it.
          if (cell[name] === 0) return [0, 1];
          return name === 'f1' ? f1Interval(value * cell.f1, cell.f1) : ofRows(cell[name]);
        }),
      );
    }
    default:
      return null;
  }
}

function meanOfEnds(intervals: (Interval | null)[]): Interval | null {
  const defined = intervals.filter((interval) => interval !== null);
  if (defined.length === 0) return null;
  const meanOf = (end: 0 | 1) => defined.reduce((sum, interval) => sum + interval[end], 0) / defined.length;
  return [meanOf(0), meanOf(1)];
}

/** How many rows are of each class, or have each label, and how many don't; of two classes, the second's alone. */
function sidesOf(predictions: Predictions, target: Target): { positives: number; negatives: number }[] {
  const width = widthOfPredictions(predictions);
  const first = target.kind === 'classes' && width === 2 ? 1 : 0;
  return Array.from({ length: width - first }, (_, i) => {
    const positives = positivesOf(target, first + i, width).reduce((sum, positive) => sum + positive, 0);
    return { positives, negatives: countRows(target) - positives };
  });
}

/** The standard normal's 97.5th percentile, squared. */
const Z2 = square(1.959963984540054);

/**
 * The 95 % interval of an area under the ROC curve that stays honest at 1 and at 0: the areas whose own standard error the
 * observed one is within 1.96 of. Of one positive and one negative row it is Wilson's.
 *
 * @see Newcombe: Confidence intervals for an effect size measure based on the Mann-Whitney statistic, part 2 (2006), method 5;
 *   the variance is that of Hanley, McNeil (1982) for exponential scores
 */
export function aucInterval(auc: number, positives: number, negatives: number): Interval {
  const rows = (positives + negatives) / 2 - 1;
  const within = (area: number) => {
    const spread = 1 + rows * ((1 - area) / (2 - area) + area / (1 + area));
    return square(auc - area) <= (Z2 * area * (1 - area) * spread) / (positives * negatives);
  };
  const end = (outer: 0 | 1) => {
    if (auc === outer) return outer;
    let [inside, outside] = [auc, outer as number];
    // At 0 and 1 the variance is 0: a step off them is within.
    if (auc === 0 || auc === 1) inside = Math.abs(auc - Number.EPSILON);
    for (;;) {
      const middle = (inside + outside) / 2;
      if (middle === inside || middle === outside) return middle;
      if (within(middle)) inside = middle;
      else outside = middle;
    }
  };
  return [end(0), end(1)];
}
