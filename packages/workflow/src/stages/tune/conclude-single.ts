import { formatScore } from '@stepwell/metrics/names';
import { undefinedMeasure } from '@stepwell/metrics';
import { describeConfig } from '../../training/architecture/index.ts';
import { byUser, type Decision } from '../../decisions/index.ts';
import type { FitOutcome, Trial } from '../../training/trial/index.ts';
import { diverged } from './diverged.ts';
import { evaluateTrial } from './evaluate-trial.ts';
import type { TuneContext } from './tune.ts';
import type { Tune } from './tuned.ts';

/**
 * Evaluates the one configuration the user set on validation rows; nothing is searched.
 *
 * @param trial the configuration, trained on every split.
 * @param outcomes one a split.
 * @throws {StepwellError} `diverged`; `measure_mismatch` where the measure is defined on no split.
 */
export function concludeSingle(
  trial: Trial,
  outcomes: FitOutcome[],
  { measure, spec }: Pick<TuneContext, 'measure' | 'spec'>,
): { tune: Tune; decisions: Decision[] } {
  const { trial: evaluated } = evaluateTrial(trial, outcomes, measure.greaterIsBetter);
  if (evaluated.status === 'diverged') throw diverged();
  if (evaluated.score === null) throw undefinedMeasure(measure.name);
  const settled = { ...evaluated, bestEpoch: spec.model.finalEpochs ?? evaluated.bestEpoch };
  const asked = spec.model.finalEpochs === undefined ? '' : ` You set ${settled.bestEpoch} epochs for the final fit.`;
  const why = `You asked for one configuration, so nothing was searched. ${measure.name} ${formatScore(measure.name, evaluated.score)} on validation at epoch ${evaluated.bestEpoch}.${asked}`;
  return {
    tune: { trials: [settled], best: settled.id, optimism: null, importance: [], threshold: null },
    decisions: [
      byUser('tune', describeConfig(settled.config), why, { score: evaluated.score, epoch: settled.bestEpoch }),
    ],
  };
}
