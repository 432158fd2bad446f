import { countRows, type Target } from '../targets/index.ts';
import type { Asked } from '../predictions/asked.ts';
import { meanInterval } from './mean-inference.ts';
import { METRICS } from '../scores/metrics.ts';
import { pairedBootstrap } from './paired-bootstrap.ts';
import { widthOfPredictions, type Predictions } from '../predictions/predictions.ts';
import { wilsonInterval } from './proportions.ts';
import { resamplesFor } from './resamples.ts';
import { scoreRows } from '../scores/row-scores.ts';
import { scorer } from '../scores/scorer.ts';

/**
 * The 95 % interval that suits a metric: Wilson's for accuracy, which is a count of rows (of the two that suit counts, the
 * one that is right on average rather than at the worst); `meanInterval` for other means over rows; the percentile bootstrap
 * for the rest, without resamples on which the metric is not defined. Never beyond what the metric can be.
 *
 * @param predictions of n rows.
 * @param target the targets, of n rows.
 * @param seed with `purpose`, keys the resampling.
 * @throws {StepwellError} `measure_mismatch` when predictions, target and metric don't fit together.
 */
export function scoreInterval(
  measure: Asked,
  predictions: Predictions,
  target: Target,
  seed: number,
  purpose: string,
): [number, number] {
  const { perRow, range } = METRICS[measure.name];
  if (measure.name === 'accuracy') {
    const scores = scoreRows(measure, predictions, target);
    return wilsonInterval(
      scores.reduce((sum, score) => sum + score, 0),
      scores.length,
    );
  }
  const [low, high] = perRow
    ? meanInterval(scoreRows(measure, predictions, target), seed, purpose)
    : bootstrapped(measure, predictions, target, seed, purpose);
  return [Math.max(range[0] ?? low, low), Math.min(range[1] ?? high, high)];
}

function bootstrapped(
  measure: Asked,
  predictions: Predictions,
  target: Target,
  seed: number,
  purpose: string,
): [number, number] {
  const rows = countRows(target);
  const units = Int32Array.from({ length: rows }, (_, row) => row);
  const parts = [{ units, value: scorer(measure, predictions, target) }];
  return pairedBootstrap(parts, [units], resamplesFor(rows * widthOfPredictions(predictions)), seed, purpose);
}
