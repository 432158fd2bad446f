import { z } from 'zod';
import type { BaselineScore } from '../baseline/index.ts';
import { formatGain, formatScore } from '../format/index.ts';
import { byRule, byUser, type Decision } from '../decisions/index.ts';
import { mean, meanInterval, signFlipTest, type Measure } from '../measure/index.ts';
import type { Protocol } from '../protocol/index.ts';
import { budgetOfEffort, epochsFor, type RunSpec } from '../spec/index.ts';
import type { Trial } from '../trial/index.ts';

export const powerVerdict = z.enum(['beats-baseline', 'no-signal', 'underpowered', 'non-stationary', 'leak-suspected']);

export const power = z.object({
  verdict: powerVerdict,
  /** The small model's score over all validation rows. */
  score: z.number(),
  /** The best baseline's over the same rows. */
  baseline: z.object({ name: z.string(), score: z.number() }),
  /** How likely so large a gain is by luck: one-sided paired sign-flip test. */
  p: z.number(),
  /** 95 % interval of the gain: how much better than the baseline, in the measure's unit. */
  ci: z.tuple([z.number(), z.number()]),
  gain: z.number(),
  evidence: z.array(z.string()),
});
export type Power = z.infer<typeof power>;

const ALPHA = 0.05;
const UNITS = 16;
const LEARNING_RATE = 0.003;

/** @returns a batch size that suits so many training rows. */
export function batchSizeFor(rows: number): number {
  if (rows < 200) return 8;
  if (rows < 2_000) return 32;
  return rows < 20_000 ? 128 : 512;
}

/**
 * The small model of the gate: one hidden layer of 16 units. Its epochs are fixed beforehand, so that its score owes
 * nothing to a choice made on validation rows.
 */
export function planPower(spec: RunSpec, protocol: Protocol): Trial[] {
  const budget = budgetOfEffort(spec.effort);
  const batchSize = batchSizeFor(protocol.rows.train);
  const batches = Math.ceil(protocol.rows.train / batchSize);
  return [
    {
      id: 'power',
      config: { units: [UNITS], dropout: 0, l2: 0, learningRate: LEARNING_RATE, batchSize },
      epochs: Math.ceil(epochsFor(budget.minibatches, batches, budget.maxEpochs) / 2),
      on: 'splits',
    },
  ];
}

/**
 * The gate: is the small model better than the best baseline by more than luck?
 *
 * @param modelScores each validation row's score under the model, all folds one after another.
 * @param baselineScores the same rows' under the best baseline.
 * @see Chollet, Deep Learning with Python, 4.5.5: Developing a model that does better than a baseline
 */
export function concludePower(
  modelScores: Float64Array,
  baselineScores: Float64Array,
  best: BaselineScore,
  measure: Measure,
  protocol: Protocol,
  spec: RunSpec,
): { power: Power; decisions: Decision[]; goesOn: boolean } {
  const sign = measure.greaterIsBetter ? 1 : -1;
  const gains = modelScores.map((score, row) => sign * (score - baselineScores[row]!));
  const gain = mean(gains);
  const p = signFlipTest(gains, spec.seed, 'power');
  const ci = meanInterval(gains, spec.seed, 'power');
  const baseline = { name: best.name, score: mean(baselineScores) };
  const beats = p < ALPHA && ci[0] > 0;
  const coarse = protocol.minimumDetectableGain > worthwhileGain(measure, baseline.score);
  const verdict = beats ? 'beats-baseline' : coarse ? 'underpowered' : 'no-signal';
  const evidence = [
    `Small model ${formatScore(measure.name, mean(modelScores))}, always-the-${best.name} ${formatScore(measure.name, baseline.score)} (${measure.name}, ${gains.length} validation rows).`,
    `Gain ${formatGain(measure.name, gain)}, 95 % interval ${formatGain(measure.name, ci[0])} to ${formatGain(measure.name, ci[1])}.`,
    `A gain this large would come by luck with probability ${p < 0.001 ? 'below 0.001' : `about ${p.toFixed(3)}`}.`,
    `The smallest gain these rows can tell from luck is about ${formatGain(measure.name, protocol.minimumDetectableGain)}.`,
  ];
  const power: Power = { verdict, score: mean(modelScores), baseline, p, ci, gain, evidence };
  const decisions = [byRule('power', CHOICES[verdict], evidence.slice(0, 3).join(' '), { p, ci, gain })];
  if (!beats && spec.goOn)
    decisions.push(byUser('power', 'go on anyway', 'You asked to go on below the gate. What follows may be luck.'));
  return { power, decisions, goesOn: beats || spec.goOn };
}

const CHOICES = {
  'beats-baseline': 'a small model beats guessing',
  'no-signal': 'no sign of anything to learn',
  underpowered: 'too few rows to tell',
} as const;

/**
 * A gain that most people would want to know of: ten points of accuracy, or half the way to being always right where
 * that is less; a tenth of the baseline's error.
 */
function worthwhileGain(measure: Measure, baseline: number): number {
  return measure.name === 'accuracy' ? Math.min(0.1, (1 - baseline) / 2) : 0.1 * baseline;
}
