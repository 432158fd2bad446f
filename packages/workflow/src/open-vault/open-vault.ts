import { z } from 'zod';
import { predictBaseline, baselineName, type BaselineScore } from '../baseline/index.ts';
import { countParams, modelSpec } from '../build/index.ts';
import { formatScore } from '../format/index.ts';
import { byRule, type Decision } from '../decisions/index.ts';
import type { Definition } from '../define/index.ts';
import { evaluate, hashWeights, prepareUnseen, readOutputs, type Checkpoint, type FitData } from '../fit/index.ts';
import {
  mean,
  metricsFor,
  METRICS,
  scoreInterval,
  scoreRows,
  type Measure,
  type Predictions,
} from '../measure/index.ts';
import type { Part } from '../rows/index.ts';
import { metricName, type RunSpec } from '../spec/index.ts';
import type { Trial } from '../trial/index.ts';
import type { Tune } from '../tune/index.ts';

export const testResult = z.object({
  metric: metricName,
  value: z.number(),
  ci: z.tuple([z.number(), z.number()]),
  /** How many times the vault has been opened. */
  opened: z.int(),
  rows: z.int(),
  /** Every metric that applies, on the test rows. */
  metrics: z.record(z.string(), z.number()),
  /** The best baseline on the same rows. */
  baseline: z.object({ name: baselineName, value: z.number() }),
  /** How much worse than on validation, in the measure's unit: positive when the test went worse. */
  valToTestGap: z.number(),
});
export type TestResult = z.infer<typeof testResult>;

export const finalModel = z.object({
  spec: modelSpec,
  epochs: z.int(),
  params: z.int(),
  /** Of the weights: tensor after tensor, little-endian float32. */
  sha256: z.string(),
});
export type FinalModel = z.infer<typeof finalModel>;

/** The last fit: the chosen configuration on every row outside the vault, for the chosen number of epochs. */
export function planTest(tune: Tune): Trial[] {
  const best = tune.trials.find((trial) => trial.id === tune.best)!;
  return [{ id: 'final', config: best.config, epochs: best.bestEpoch, on: 'development' }];
}

/**
 * Opens the vault: the frozen model meets the sealed rows, once.
 *
 * @param checkpoint the last fit, finished.
 * @param data what it was fitted on.
 * @param development its rows.
 * @param sealed the vault's rows.
 * @throws {StepwellError} `evaluated_on_fitted_rows` when a sealed row was trained on.
 * @see Chollet, Deep Learning with Python, 4.2.1
 */
export async function openVault(
  checkpoint: Checkpoint,
  data: FitData,
  development: Part,
  sealed: Part,
  run: {
    definition: Definition;
    measure: Measure;
    baselines: BaselineScore[];
    tune: Tune;
    spec: RunSpec;
    opened: number;
  },
): Promise<{ test: TestResult; model: FinalModel; predictions: Predictions; decisions: Decision[] }> {
  const { definition, measure, baselines, tune, spec } = run;
  const prepared = prepareUnseen(data.preparation, sealed);
  const { outputs } = evaluate(checkpoint.spec, checkpoint.weights, prepared);
  const predictions = readOutputs(definition, data.preparation, outputs);
  const scores = scoreRows(measure.name, predictions, sealed.target);
  const value = mean(scores);
  const ci = scoreInterval(measure.name, scores, spec.seed, 'test');
  const best = baselines[0]!;
  const guesses = predictBaseline(best.name, development.target, prepared.rows, {
    seed: spec.seed,
    certain: measure.name === 'accuracy',
  });
  const validation = tune.trials.find((trial) => trial.id === tune.best)!.score!;
  const test: TestResult = {
    metric: measure.name,
    value,
    ci,
    opened: run.opened + 1,
    rows: prepared.rows,
    metrics: Object.fromEntries(
      metricsFor(sealed.target.kind).map(({ name }) => [name, mean(scoreRows(name, predictions, sealed.target))]),
    ),
    baseline: { name: best.name, value: mean(scoreRows(measure.name, guesses, sealed.target)) },
    valToTestGap: METRICS[measure.name].greaterIsBetter ? validation - value : value - validation,
  };
  const model: FinalModel = {
    spec: checkpoint.spec,
    epochs: checkpoint.history.trainLoss.length,
    params: countParams(checkpoint.spec),
    sha256: await hashWeights(checkpoint.weights),
  };
  const why = `Trained on ${development.ids.length} rows for ${model.epochs} epochs, then tested once on ${prepared.rows} rows that nothing had seen: ${measure.name} ${formatScore(measure.name, value)} (95 %: ${formatScore(measure.name, ci[0])} to ${formatScore(measure.name, ci[1])}).`;
  return {
    test,
    model,
    predictions,
    decisions: [
      byRule('test', `${measure.name} ${formatScore(measure.name, value)}`, why, { value, ci, opened: test.opened }),
    ],
  };
}
