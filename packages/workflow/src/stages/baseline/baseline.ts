import { z } from 'zod';
import { StepwellError } from '@stepwell/base/errors';
import { formatScore, metricWords } from '@stepwell/metrics/names';
import { score, type Compared, type Predictions } from '@stepwell/metrics';
import { anchorsOf, targetAt, type Target } from '@stepwell/metrics/targets';
import { byRule, type Decision } from '../../decisions/index.ts';
import type { Measure } from '../measure/index.ts';
import type { Split } from '../../training/rows/index.ts';
import { baselineName, baselinesFor, isConstant, usesProbabilities, type BaselineName } from './baseline-names.ts';
import { predictBaseline } from './predict-baseline.ts';

/** What a baseline scores under the run's protocol and measure. */
export const baselineScore = z.object({ name: baselineName, score: z.number() });
export type BaselineScore = z.infer<typeof baselineScore>;

/**
 * A baseline's predictions for a split's validation rows, learned from the same split's training rows.
 *
 * @param times [rows], float64: when each row was seen, which `last-value` goes by. Null where the rows are in order of
 *   time as given.
 */
export function baselinePredictions(
  name: BaselineName,
  target: Target,
  { train, validation }: Split,
  measure: Pick<Compared, 'name'>,
  seed: number,
  times: Float64Array | null = null,
): Predictions {
  return predictBaseline(name, targetAt(target, train), validation.length, {
    seed,
    probabilistic: usesProbabilities(measure.name),
    times: times === null ? null : Float64Array.from(train, (row) => times[row]!),
    anchors: anchorsOf(targetAt(target, validation)),
  });
}

/**
 * The fifth stage: how good is guessing, under the run's protocol and measure?
 *
 * The first is the one to beat: the best of those that involve no randomness, even if a random one scored
 * higher by chance. The others follow, best first. A baseline whose score is not defined is left out.
 *
 * @param times [rows], float64: when each row was seen. Null where the rows are in order of time as given.
 * @throws {StepwellError} `measure_mismatch` when the measure is not defined for any of them.
 */
export function baseline(
  target: Target,
  splits: readonly Split[],
  measure: Measure,
  seed: number,
  order: 'random' | 'time' | 'group',
  times: Float64Array | null = null,
): { baselines: BaselineScore[]; decisions: Decision[] } {
  const sign = measure.greaterIsBetter ? 1 : -1;
  const ranked = baselinesFor(target, order)
    .map((name) => ({
      name,
      score: meanScore(splits, (split) =>
        score(
          measure,
          baselinePredictions(name, target, split, measure, seed, times),
          targetAt(target, split.validation),
        ),
      ),
    }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => sign * (b.score - a.score));
  const best = ranked.find(({ name }) => isConstant(name, measure.name)) ?? ranked[0];
  if (best === undefined) {
    throw new StepwellError(
      'measure_mismatch',
      `${metricWords[measure.name]} isn't defined for any baseline on the validation rows, so no model can be compared with one. Choose another measure.`,
    );
  }
  const baselines = [best, ...ranked.filter((other) => other !== best)];
  const value = formatScore(measure.name, best.score);
  const why = `${SENTENCES[best.name]} gives ${metricWords[measure.name]} ${value}, which a model has to beat.`;
  return { baselines, decisions: [byRule('baseline', best.name, why, { baselines })] };
}

/** The mean of the splits' scores, weighted by their rows; of the splits where it is defined. */
function meanScore(splits: readonly Split[], scoreOf: (split: Split) => number): number {
  let sum = 0;
  let rows = 0;
  for (const split of splits) {
    const value = scoreOf(split);
    if (!Number.isFinite(value)) continue;
    sum += value * split.validation.length;
    rows += split.validation.length;
  }
  return sum / rows;
}

const SENTENCES: Record<BaselineName, string> = {
  random: 'Guessing at random',
  prior: 'Always guessing the observed frequencies',
  majority: 'Always guessing the most common value',
  mean: 'Always guessing the mean',
  median: 'Always guessing the median',
  'last-value': 'Repeating the last value',
  drift: 'Continuing the mean change',
  'seasonal-naive': 'Repeating the season before',
  'shuffled-labels': 'A model trained on shuffled targets',
  linear: 'A linear model',
};
