import { isShare, type MetricName } from '../names/index.ts';
import type { Target } from '../targets/index.ts';

/** A metric, and the problems it applies to. */
export interface Metric {
  name: MetricName;
  greaterIsBetter: boolean;
  /** The kinds of target that it measures; `queries` are grades of relevance, by query, and `levels` are ordered classes. */
  of: readonly (Target['kind'] | 'queries' | 'levels')[];
  /** Of two classes only. */
  binaryOnly: boolean;
  /** Whether it is a mean over rows, so rows can be compared in pairs. Of rankings, every metric is a mean over queries. */
  perRow: boolean;
  /** The least and the greatest value that it can take; null where there is no end. */
  range: [number | null, number | null];
  /** A share, shown in per cent. */
  share: boolean;
}

type Facts = Omit<Metric, 'name' | 'share' | 'binaryOnly'> & { binaryOnly?: boolean };

const CLASSES = ['classes'] as const;
const NAMED = ['classes', 'labels'] as const;
const NUMBER = ['number'] as const;
const QUERIES = { of: ['queries'] as const, perRow: false };
const SHARE = { greaterIsBetter: true, range: [0, 1] as [number, number] };
const ERROR = { greaterIsBetter: false, range: [0, null] as [number, null] };

const FACTS: Record<MetricName, Facts> = {
  /** Share of rows named rightly; of labels, of rows whose every label is right. */
  accuracy: { of: NAMED, perRow: true, ...SHARE },
  /** Mean over the classes of the share of their rows that are named rightly. */
  'balanced-accuracy': { of: CLASSES, perRow: false, ...SHARE },
  /** Of the rows named positive, the share that are; the mean over several classes or labels. */
  precision: { of: NAMED, perRow: false, ...SHARE },
  /** Of the positive rows, the share that are named so; the mean over several classes or labels. */
  recall: { of: NAMED, perRow: false, ...SHARE },
  /** Harmonic mean of precision and recall; the mean over several classes or labels. */
  f1: { of: NAMED, perRow: false, ...SHARE },
  /** F1 of the counts of all classes or labels together; of classes that is the accuracy. */
  'f1-micro': { of: NAMED, perRow: false, ...SHARE },
  /** How often a positive row is ranked above a negative one; the mean over several classes or labels, each against the rest. */
  'roc-auc': { of: NAMED, perRow: false, ...SHARE },
  /** Mean precision at each positive row, from the most probable down. */
  'average-precision': { of: CLASSES, binaryOnly: true, perRow: false, ...SHARE },
  /** Mean of the average precision over classes, labels or queries. */
  'mean-average-precision': { of: [...NAMED, 'queries'], perRow: false, ...SHARE },
  /** Mean of -ln p(true class), in nats; of labels, the mean of the binary cross-entropies. */
  'log-loss': { of: NAMED, perRow: true, ...ERROR },
  /** Mean squared distance of the probability from 0 or 1; of several classes summed over them, hence up to 2. */
  brier: { of: NAMED, perRow: true, greaterIsBetter: false, range: [0, 2] },
  /** Mean of |prediction - target|, in the target's unit. */
  mae: { of: NUMBER, perRow: true, ...ERROR },
  /** Mean of (prediction - target)², in the target's unit squared. */
  mse: { of: NUMBER, perRow: true, ...ERROR },
  /** Square root of the mean squared error, in the target's unit. */
  rmse: { of: NUMBER, perRow: false, ...ERROR },
  /** Share of the target's variance that the prediction explains; below 0 where the mean would be the better guess. */
  r2: { of: NUMBER, perRow: false, greaterIsBetter: true, range: [null, 1] },
  /** Mean of |prediction - target| / |target|. */
  mape: { of: NUMBER, perRow: true, ...ERROR },
  /** Of forecasts: mean of |prediction - target| over the seasonal naive's mean absolute error on the series' own past. */
  mase: { of: NUMBER, perRow: true, ...ERROR },
  /** 1 less the squared distances in levels, over those that chance would give: see `quadraticKappa`. */
  'quadratic-kappa': { of: ['levels'], perRow: false, greaterIsBetter: true, range: [-1, 1] },
  /** Mean distance of the level that is named from the true one; a level that training never saw is as far away as can be. */
  'mae-of-levels': { of: ['levels'], perRow: true, ...ERROR },
  /** By query, the discounted gain of the first so many rows (all without a number) as a share of the greatest possible; the gain is the grade. */
  ndcg: { ...QUERIES, ...SHARE },
  'ndcg@1': { ...QUERIES, ...SHARE },
  'ndcg@3': { ...QUERIES, ...SHARE },
  'ndcg@5': { ...QUERIES, ...SHARE },
  'ndcg@10': { ...QUERIES, ...SHARE },
  'ndcg@20': { ...QUERIES, ...SHARE },
  /** The same with the gain 2^grade - 1, as in the evaluation scripts of LETOR. */
  'letor-ndcg': { ...QUERIES, ...SHARE },
  'letor-ndcg@10': { ...QUERIES, ...SHARE },
  /** By query, 1 / the rank of the first relevant row. */
  mrr: { ...QUERIES, ...SHARE },
  /** By query, the share of relevant rows among the first so many. */
  'precision@1': { ...QUERIES, ...SHARE },
  'precision@3': { ...QUERIES, ...SHARE },
  'precision@5': { ...QUERIES, ...SHARE },
  'precision@10': { ...QUERIES, ...SHARE },
  'precision@20': { ...QUERIES, ...SHARE },
  /** The person's own expression. Which way is better, the person says. */
  custom: { of: ['classes', 'number', 'labels'], perRow: false, greaterIsBetter: true, range: [null, null] },
};

function metric(name: MetricName): Metric {
  return { binaryOnly: false, ...FACTS[name], name, share: isShare(name) };
}

/** Every metric. Of several target columns it is the mean over the columns. */
export const METRICS: Record<MetricName, Metric> = {
  accuracy: metric('accuracy'),
  'balanced-accuracy': metric('balanced-accuracy'),
  precision: metric('precision'),
  recall: metric('recall'),
  f1: metric('f1'),
  'f1-micro': metric('f1-micro'),
  'roc-auc': metric('roc-auc'),
  'average-precision': metric('average-precision'),
  'mean-average-precision': metric('mean-average-precision'),
  'log-loss': metric('log-loss'),
  brier: metric('brier'),
  mae: metric('mae'),
  mse: metric('mse'),
  rmse: metric('rmse'),
  r2: metric('r2'),
  mape: metric('mape'),
  mase: metric('mase'),
  'quadratic-kappa': metric('quadratic-kappa'),
  'mae-of-levels': metric('mae-of-levels'),
  ndcg: metric('ndcg'),
  'ndcg@1': metric('ndcg@1'),
  'ndcg@3': metric('ndcg@3'),
  'ndcg@5': metric('ndcg@5'),
  'ndcg@10': metric('ndcg@10'),
  'ndcg@20': metric('ndcg@20'),
  'letor-ndcg': metric('letor-ndcg'),
  'letor-ndcg@10': metric('letor-ndcg@10'),
  mrr: metric('mrr'),
  'precision@1': metric('precision@1'),
  'precision@3': metric('precision@3'),
  'precision@5': metric('precision@5'),
  'precision@10': metric('precision@10'),
  'precision@20': metric('precision@20'),
  custom: metric('custom'),
};

/** @returns whether rows are ranked by query. */
export function isRanked(target: Target): target is Extract<Target, { kind: 'number' }> & { queries: Int32Array } {
  return target.kind === 'number' && target.queries !== undefined;
}

/** @returns whether a metric measures such a target. */
export function applies({ name, of, binaryOnly }: Metric, target: Target): boolean {
  if (isRanked(target)) return of.includes('queries');
  if (target.kind === 'classes' && target.ordered === true && of.includes('levels')) return true;
  if (!of.includes(target.kind)) return false;
  if (name === 'mase') return target.kind === 'number' && target.anchors !== undefined;
  return !binaryOnly || (target.kind === 'classes' && target.classes.length === 2);
}

/** @returns the metrics that are built in and measure such a target, in the order they are shown. */
export function metricsFor(target: Target): Metric[] {
  return Object.values(METRICS).filter((metric) => metric.name !== 'custom' && applies(metric, target));
}
