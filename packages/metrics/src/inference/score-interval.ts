import type { Asked } from '../predictions/asked.ts';
import { prepareCounts } from '../predictions/confusion.ts';
import { widthOfPredictions, type Predictions } from '../predictions/predictions.ts';
import { isRanked, METRICS } from '../scores/metrics.ts';
import { scoreRows } from '../scores/row-scores.ts';
import { scoreQueries, type Relevance } from '../scores/query-scores.ts';
import { scorer } from '../scores/scorer.ts';
import { countRows, type Target } from '../targets/index.ts';
import { bcaInterval, bcaMeanInterval, bootstrapReach } from './bca.ts';
import { aucInterval, boundaryInterval } from './boundary-interval.ts';
import { FEW_ROWS, skewedMeanInterval, studentInterval } from './mean-inference.ts';
import { wilsonInterval } from './proportions.ts';
import { everywhere, resamplesFor } from './resamples.ts';
import { shareInterval } from './share-interval.ts';

/**
 * The 95 % interval that suits a metric. docs/measures.md says how often each holds the true score.
 *
 * - accuracy, a count of rows: Wilson's (of the two that suit counts, the one that is right on average rather than at the worst)
 * - other metrics of classes that are shares of rows, or means of them: `shareInterval`
 * - other means over fewer than 20 rows: Student's
 * - errors of numbers otherwise, RMSE of one number too: Student's without the skewness, `skewedMeanInterval`
 * - ROC AUC of two classes, one with fewer than 20 rows: Newcombe's
 * - rankings: Student's for fewer than 20 queries, otherwise the bootstrap over queries, bias-corrected and accelerated
 * - the rest: the bias-corrected and accelerated bootstrap, and `boundaryInterval` where the metric is 1 or 0 in every resample
 *
 * @param predictions of n rows.
 * @param target the targets, of n rows.
 * @param seed with `purpose`, keys the resampling.
 * @returns the interval, never beyond what the metric can be; all of that where the score is not defined.
 * @throws {StepwellError} `measure_mismatch` when predictions, target and metric don't fit together.
 */
export function scoreInterval(
  measure: Asked,
  predictions: Predictions,
  target: Target,
  seed: number,
  purpose: string,
): [number, number] {
  const [low, high] = intervalOf(measure, predictions, target, seed, purpose);
  const [least, greatest] = METRICS[measure.name].range;
  return [Math.max(least ?? low, low), Math.min(greatest ?? high, high)];
}

function intervalOf(
  measure: Asked,
  predictions: Predictions,
  target: Target,
  seed: number,
  purpose: string,
): [number, number] {
  if (isRanked(target)) return queryInterval(measure, predictions, target, seed, purpose);
  const value = scorer(measure, predictions, target);
  const observed = value(null);
  if (Number.isNaN(observed)) return everywhere();
  const rows = countRows(target);
  if (measure.name === 'accuracy') return wilsonInterval(Math.round(observed * rows), rows);
  if (target.kind === 'classes') {
    const shares = shareInterval(measure.name, prepareCounts(measure.threshold, predictions)(target)(null));
    if (shares !== null) return shares;
  }
  if (METRICS[measure.name].perRow) {
    const values = scoreRows(measure, predictions, target);
    if (rows < FEW_ROWS) return studentInterval(values);
    if (target.kind === 'number') return skewedMeanInterval(values);
    return bcaMeanInterval(values, resamplesFor(rows), bootstrapReach(rows), seed, purpose);
  }
  if (measure.name === 'rmse' && rows >= FEW_ROWS && widthOfPredictions(predictions) === 1) {
    const [low, high] = skewedMeanInterval(scoreRows({ ...measure, name: 'mse' }, predictions, target));
    return [Math.sqrt(Math.max(0, low)), Math.sqrt(Math.max(0, high))];
  }
  if (measure.name === 'roc-auc' && target.kind === 'classes' && target.classes.length === 2) {
    const positives = target.codes.reduce((sum, code) => sum + (code === 1 ? 1 : 0), 0);
    if (Math.min(positives, rows - positives) < FEW_ROWS) return aucInterval(observed, positives, rows - positives);
  }
  const resamples = resamplesFor(rows * widthOfPredictions(predictions));
  const interval = bcaInterval(value, rows, resamples, bootstrapReach(rows), seed, purpose);
  if (interval[0] < interval[1]) return interval;
  return boundaryInterval(measure, predictions, target, observed) ?? interval;
}

/** Queries are drawn, each with all of its rows. */
function queryInterval(
  measure: Asked,
  predictions: Predictions,
  relevance: Relevance,
  seed: number,
  purpose: string,
): [number, number] {
  const { scores } = scoreQueries(measure.name, predictions, relevance);
  if (scores.length < FEW_ROWS) return studentInterval(scores);
  return bcaMeanInterval(scores, resamplesFor(scores.length), bootstrapReach(scores.length), seed, purpose);
}
