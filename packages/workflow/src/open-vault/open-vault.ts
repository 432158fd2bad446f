import { z } from 'zod';
import { predictBaseline, baselineName, type BaselineScore } from '../baseline/index.ts';
import { countParams, modelSpec } from '../build/index.ts';
import { formatScore } from '../format/index.ts';
import { byRule, type Decision } from '../decisions/index.ts';
import type { Definition } from '../define/index.ts';
import { evaluate, hashWeights, prepareUnseen, readOutputs, type Checkpoint, type FitData } from '../fit/index.ts';
import {
  mean,
  meanInterval,
  metricsFor,
  scoreInterval,
  scoreRows,
  type Measure,
  type Predictions,
} from '../measure/index.ts';
import { rowKeys, type Part } from '../rows/index.ts';
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
  /** How much better than the best baseline on the same rows, in the measure's unit: 95 % interval of the paired gain. */
  gainCi: z.tuple([z.number(), z.number()]),
  /** Test rows that are, cell by cell, also among the rows that were trained on. */
  repeats: z.int(),
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
  const guessed = scoreRows(measure.name, guesses, sealed.target);
  const sign = measure.greaterIsBetter ? 1 : -1;
  const gains = scores.map((score, row) => sign * (score - guessed[row]!));
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
    gainCi: meanInterval(gains, spec.seed, 'test-gain'),
    repeats: countRepeats(development, sealed, definition),
    baseline: { name: best.name, value: mean(guessed) },
    valToTestGap: sign * (validation - value),
  };
  const model: FinalModel = {
    spec: checkpoint.spec,
    epochs: checkpoint.history.trainLoss.length,
    params: countParams(checkpoint.spec),
    sha256: await hashWeights(checkpoint.weights),
  };
  const why = `Trained on ${development.ids.length} rows for ${model.epochs} epochs, then tested once on ${prepared.rows} sealed rows: ${measure.name} ${formatScore(measure.name, value)} (95 %: ${formatScore(measure.name, ci[0])} to ${formatScore(measure.name, ci[1])}).`;
  return {
    test,
    model,
    predictions,
    decisions: [
      byRule('test', `${measure.name} ${formatScore(measure.name, value)}`, why, { value, ci, opened: test.opened }),
    ],
  };
}

/** Sealed rows whose inputs and target also stand in a development row. */
function countRepeats(development: Part, sealed: Part, { inputs, target }: Definition): number {
  const columns = [...inputs.map((input) => input.column), target];
  const trained = new Set(rowKeys(development.table, columns));
  return rowKeys(sealed.table, columns).filter((key) => trained.has(key)).length;
}
