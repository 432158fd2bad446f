import { z } from 'zod';
import { config } from '../build/index.ts';
import { formatGain, formatScore } from '../format/index.ts';
import { byRule, type Decision } from '../decisions/index.ts';
import { mean, standardDeviation, type Measure } from '../measure/index.ts';
import type { Protocol } from '../protocol/index.ts';
import type { ScaleUp } from '../scale-up/index.ts';
import { budgetOfEffort, type RunSpec } from '../spec/index.ts';
import { indexOfSmallest, meanCurves, smooth, smoothingWidth, type FitOutcome, type Trial } from '../trial/index.ts';
import { sampleConfigs } from './sample-configs.ts';

export const tunedTrial = z.object({
  id: z.string(),
  config,
  /** The measure at `bestEpoch`, mean over the folds; null for a trial that diverged. */
  score: z.number().nullable(),
  /** Standard deviation of that over the folds; null where there is one fold only. */
  sd: z.number().nullable(),
  /** The epoch of the smallest smoothed validation loss, mean over the folds. */
  bestEpoch: z.int(),
  status: z.enum(['finished', 'diverged']),
});
export type TunedTrial = z.infer<typeof tunedTrial>;

export const tune = z.object({
  trials: z.array(tunedTrial),
  /** The id of the trial that goes to the test. */
  best: z.string(),
});
export type Tune = z.infer<typeof tune>;

/** A regularised model needs longer than the one that overfits: this many times its best epoch. */
const EPOCH_FACTOR = 2;
const MIN_EPOCHS = 20;
/** The starting configuration, and one to hold against it. */
const MIN_TRIALS = 2;

/** The trials of the search: they are all ready together. */
export function planTune(scaleUp: ScaleUp, spec: RunSpec, protocol: Protocol): Trial[] {
  const budget = budgetOfEffort(spec.effort);
  const epochs = Math.min(2 * budget.maxEpochs, Math.max(MIN_EPOCHS, EPOCH_FACTOR * scaleUp.start.bestEpoch));
  const { config } = scaleUp.start;
  const perTrial = epochs * Math.ceil(protocol.rows.train / config.batchSize) * (protocol.k ?? 1);
  const affordable = Math.max(MIN_TRIALS, Math.floor(budget.tuningMinibatches / perTrial));
  return sampleConfigs(config, Math.min(budget.trials, affordable), spec.seed).map((candidate, i) => ({
    id: `tune-${i + 1}`,
    config: candidate,
    epochs,
    on: 'splits',
  }));
}

/**
 * Chooses the trial with the best measure on validation rows, each taken at the epoch where its own validation loss
 * was smallest.
 *
 * @param results each trial with its folds' outcomes.
 * @see Chollet, Deep Learning with Python, 4.5.7: Regularizing your model and tuning your hyperparameters
 */
export function concludeTune(
  results: { trial: Trial; outcomes: FitOutcome[] }[],
  measure: Measure,
): { tune: Tune | null; decisions: Decision[] } {
  const trials = results.map(({ trial, outcomes }) => judge(trial, outcomes));
  const finished = trials.filter((trial) => trial.score !== null);
  const [first, ...rest] = finished;
  if (first === undefined) return { tune: null, decisions: [] };
  const sign = measure.greaterIsBetter ? 1 : -1;
  const best = rest.reduce((winner, trial) => (sign * trial.score! > sign * winner.score! ? trial : winner), first);
  const spread = best.sd === null ? '' : ` ± ${formatGain(measure.name, best.sd)} over the folds`;
  const why = `${measure.name} ${formatScore(measure.name, best.score!)}${spread} at epoch ${best.bestEpoch}, the best of ${finished.length} trials (unregularised: ${first.id === 'tune-1' ? formatScore(measure.name, first.score!) : 'diverged'}). Being the best of several, it flatters; the test says by how much.`;
  return {
    tune: { trials, best: best.id },
    decisions: [
      byRule('tune', describe(best.config), why, {
        trial: best.id,
        score: best.score,
        sd: best.sd,
        epoch: best.bestEpoch,
        trials: trials.length,
      }),
    ],
  };
}

function judge(trial: Trial, outcomes: FitOutcome[]): TunedTrial {
  const { validationLoss } = meanCurves(outcomes);
  const bestEpoch = indexOfSmallest(smooth(validationLoss, smoothingWidth(validationLoss.length))) + 1;
  const identity = { id: trial.id, config: trial.config, bestEpoch };
  if (outcomes.some((outcome) => outcome.diverged)) return { ...identity, score: null, sd: null, status: 'diverged' };
  const scores = outcomes.map((outcome) => outcome.history.validationScore[bestEpoch - 1]!);
  return {
    ...identity,
    score: mean(scores),
    sd: scores.length > 1 ? standardDeviation(scores) : null,
    status: 'finished',
  };
}

function describe({ units, dropout, l2, learningRate }: z.infer<typeof config>): string {
  const parts = [units.join('-')];
  if (dropout > 0) parts.push(`dropout ${dropout}`);
  if (l2 > 0) parts.push(`L2 ${l2}`);
  parts.push(`learning rate ${learningRate}`);
  return parts.join(', ');
}
