import { z } from 'zod';
import { isRanked } from '@stepwell/metrics';
import { anchorsOf, type Target } from '@stepwell/metrics/targets';
import type { MetricName } from '@stepwell/metrics/names';

/** The baselines a model is compared with. The last two are fits, added by `gate`. Of rankings: see `rank-baselines.ts`. */
export const baselineName = z.enum([
  'random',
  'prior',
  'majority',
  'mean',
  'median',
  'last-value',
  'random-order',
  'file-order',
  'one-column',
  'drift',
  'seasonal-naive',
  'shuffled-labels',
  'linear',
]);
export type BaselineName = z.infer<typeof baselineName>;

/** Baselines that predict the same for every row, whatever the seed; so does the prior when it predicts shares. */
const CONSTANT: ReadonlySet<BaselineName> = new Set([
  'majority',
  'mean',
  'median',
  'last-value',
  'random-order',
  'file-order',
  'drift',
  'seasonal-naive',
]);

/** Metrics that read probabilities as they are; the others read the predicted class. */
const OF_PROBABILITIES: ReadonlySet<MetricName> = new Set([
  'roc-auc',
  'average-precision',
  'mean-average-precision',
  'log-loss',
  'brier',
  'custom',
]);

/**
 * The baselines that need no fit, in the order they are shown.
 *
 * @param order how the protocol assigns rows: only rows in time order have a last value.
 */
export function baselinesFor(target: Target, order: 'random' | 'time' | 'group'): BaselineName[] {
  if (isRanked(target)) return ['random-order', 'file-order', 'one-column'];
  const isOrdered = target.kind === 'classes' && target.ordered === true;
  const guesses: BaselineName[] =
    target.kind === 'number'
      ? ['mean', 'median', 'random']
      : [...(isOrdered ? (['median'] as const) : []), 'majority', 'prior', 'random'];
  if (order !== 'time') return guesses;
  // Without a season, the seasonal naive forecast is the last value, and comes after it.
  return [...guesses, 'last-value', ...(anchorsOf(target) === null ? [] : (['drift', 'seasonal-naive'] as const))];
}

/** @returns whether a metric reads probabilities, so that the prior states the shares of the classes instead of drawing one. */
export function usesProbabilities(metric: MetricName): boolean {
  return OF_PROBABILITIES.has(metric);
}

/** @returns whether a baseline involves no randomness under a metric. */
export function isConstant(name: BaselineName, metric: MetricName): boolean {
  return CONSTANT.has(name) || (name === 'prior' && usesProbabilities(metric));
}
