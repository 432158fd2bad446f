import { mean, percentile, standardDeviation } from '@stepwell/metrics';
import { relativeTarget, type Target } from '@stepwell/metrics/targets';
import type { Measure } from './measure.ts';

/** The mean and the median are apart if they differ by more than this many standard deviations. */
const APART = 0.1;

/**
 * The loss that serves a measure: what is trained on squared errors predicts the mean, and the mean absolute error is least at
 * the median. Where the two are apart, as in amounts with a few large ones, a model must be trained on absolute errors to be
 * best at them.
 *
 * @param target the development rows' target.
 * @returns null where the squared error serves, or the target has no say in it.
 */
export function lossFor(
  target: Target,
  { name }: Pick<Measure, 'name'>,
): { loss: 'mean-absolute-error'; evidence: { mean: number; median: number; sd: number } } | null {
  // Of forecasts, the distances from the naive ones are learned.
  const learned = relativeTarget(target);
  if ((name !== 'mae' && name !== 'mase') || learned.kind !== 'number') return null;
  for (let column = 0; column < learned.width; column++) {
    const values = learned.values.filter((_, i) => i % learned.width === column);
    const evidence = {
      mean: mean(values),
      median: percentile(values.toSorted(), 0.5),
      sd: standardDeviation(values),
    };
    if (Math.abs(evidence.mean - evidence.median) > APART * evidence.sd)
      return { loss: 'mean-absolute-error', evidence };
  }
  return null;
}
