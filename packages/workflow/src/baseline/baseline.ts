import { z } from 'zod';
import { byRule, type Decision } from '../decisions/index.ts';
import { formatScore } from '../format/index.ts';
import { mean, METRICS, scoreRows, targetAt, type Measure } from '../measure/index.ts';
import type { Split, Target } from '../rows/index.ts';
import { baselineName, baselinesFor, predictBaseline, type BaselineName } from './baselines.ts';

export const baselineScore = z.object({ name: baselineName, score: z.number() });
export type BaselineScore = z.infer<typeof baselineScore>;

/**
 * Each validation row's score under a baseline, learned from the same fold's training rows.
 *
 * @returns one array a split: [validation rows], float64.
 */
export function baselineRowScores(
  name: BaselineName,
  target: Target,
  splits: Split[],
  measure: Measure,
  seed: number,
): Float64Array[] {
  return splits.map(({ train, validation }) => {
    const certain = measure.name === 'accuracy';
    const predictions = predictBaseline(name, targetAt(target, train), validation.length, { seed, certain });
    return scoreRows(measure.name, predictions, targetAt(target, validation));
  });
}

/**
 * The fifth stage: what guessing is worth under the run's protocol and measure.
 *
 * @returns the scores, best first.
 */
export function baseline(
  target: Target,
  splits: Split[],
  measure: Measure,
  seed: number,
): { baselines: BaselineScore[]; decisions: Decision[] } {
  const baselines = baselinesFor(target.kind)
    .map((name) => ({
      name,
      score: mean(baselineRowScores(name, target, splits, measure, seed).map((scores) => mean(scores))),
    }))
    .sort((a, b) => (METRICS[measure.name].greaterIsBetter ? b.score - a.score : a.score - b.score));
  const best = baselines[0]!;
  return {
    baselines,
    decisions: [
      byRule(
        'baseline',
        best.name,
        `${SENTENCES[best.name]} gives ${measure.name} ${formatScore(measure.name, best.score)}: what a model has to beat.`,
        { baselines },
      ),
    ],
  };
}

const SENTENCES: Record<BaselineName, string> = {
  majority: 'Always naming the commonest class',
  prior: 'Naming classes as often as they occur',
  mean: 'Always guessing the mean',
  median: 'Always guessing the median',
};
