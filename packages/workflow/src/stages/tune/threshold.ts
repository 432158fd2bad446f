import { joinPredictions, joinTargets, score, type Predictions } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import { byUser, type Decision } from '../../decisions/index.ts';
import { chooseThreshold, type Measure } from '../measure/index.ts';
import type { RunSpec } from '../../question/index.ts';
import { trialOf, type Trial } from '../../training/trial/index.ts';
import type { Tune } from './tuned.ts';

/** The chosen configuration for its epochs on every split: what the threshold is chosen on. */
export function planThreshold(tune: Tune): Trial {
  const best = tune.trials.find(({ id }) => id === tune.best)!;
  return trialOf('threshold', best.config, best.bestEpoch);
}

/**
 * The probability from which a row is predicted positive, chosen to minimize the cost on validation rows.
 *
 * @param parts each split's validation rows.
 */
export function concludeThreshold(
  tune: Tune,
  parts: { model: Predictions; target: Target }[],
  measure: Measure,
  spec: RunSpec,
): { tune: Tune; threshold: number; decisions: Decision[] } {
  const model = joinPredictions(parts.map((part) => part.model));
  const target = joinTargets(parts.map((part) => part.target));
  const { threshold, cost, costAtHalf } = chooseThreshold(model, target, spec.costs!);
  const scored = score({ ...measure, threshold }, model, target);
  const found = { value: threshold, cost, costAtHalf, score: Number.isFinite(scored) ? scored : 0 };
  const why = `Chosen on validation rows for a cost of ${spec.costs!.falsePositive} per false positive and ${spec.costs!.falseNegative} per false negative: ${cost.toPrecision(3)} per row, against ${costAtHalf.toPrecision(3)} at 0.5.`;
  return {
    tune: { ...tune, threshold: found },
    threshold,
    decisions: [byUser('tune', `predict positive from ${threshold.toFixed(3)}`, why, { threshold, cost, costAtHalf })],
  };
}
