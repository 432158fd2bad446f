import { score } from '@stepwell/metrics';
import { byUser, type Decision } from '../../decisions/index.ts';
import { chooseThreshold, type Measure } from '../measure/index.ts';
import type { RunSpec } from '../../question/index.ts';
import type { OutOfFold } from './conclude-certainty.ts';
import type { Tune } from './tuned.ts';

/**
 * The probability from which a row is predicted positive, chosen to minimize the cost on validation rows.
 *
 * @param outOfFold with calibrated probabilities.
 */
export function concludeThreshold(
  tune: Tune,
  { predictions, target }: Pick<OutOfFold, 'predictions' | 'target'>,
  measure: Measure,
  spec: RunSpec,
): { tune: Tune; threshold: number; decisions: Decision[] } {
  const { threshold, cost, costAtHalf } = chooseThreshold(predictions, target, spec.costs!);
  const scored = score({ ...measure, threshold }, predictions, target);
  const found = { value: threshold, cost, costAtHalf, score: Number.isFinite(scored) ? scored : 0 };
  const why = `Chosen on validation rows for a cost of ${spec.costs!.falsePositive} per false positive and ${spec.costs!.falseNegative} per false negative: ${cost.toPrecision(3)} per row, against ${costAtHalf.toPrecision(3)} at 0.5.`;
  return {
    tune: { ...tune, threshold: found },
    threshold,
    decisions: [byUser('tune', `predict positive from ${threshold.toFixed(3)}`, why, { threshold, cost, costAtHalf })],
  };
}
