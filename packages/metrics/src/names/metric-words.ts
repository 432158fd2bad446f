import { RANKING_METRICS, type MetricName } from './metric-name.ts';

/** What a metric is called in a sentence. */
export const metricWords: Record<MetricName, string> = {
  accuracy: 'accuracy',
  'balanced-accuracy': 'balanced accuracy',
  precision: 'precision',
  recall: 'recall',
  f1: 'F1',
  'f1-micro': 'micro-averaged F1',
  'roc-auc': 'ROC AUC',
  'average-precision': 'average precision',
  'mean-average-precision': 'mean average precision',
  'log-loss': 'log loss',
  brier: 'Brier score',
  mae: 'mean absolute error',
  mse: 'mean squared error',
  rmse: 'root mean squared error',
  r2: 'R²',
  mape: 'mean absolute percentage error',
  mase: 'mean absolute scaled error',
  'quadratic-kappa': 'quadratic kappa',
  'mae-of-levels': 'mean absolute error in levels',
  ndcg: 'NDCG',
  'ndcg@1': 'NDCG@1',
  'ndcg@3': 'NDCG@3',
  'ndcg@5': 'NDCG@5',
  'ndcg@10': 'NDCG@10',
  'ndcg@20': 'NDCG@20',
  'letor-ndcg': 'NDCG (LETOR)',
  'letor-ndcg@10': 'NDCG@10 (LETOR)',
  mrr: 'mean reciprocal rank',
  'precision@1': 'precision@1',
  'precision@3': 'precision@3',
  'precision@5': 'precision@5',
  'precision@10': 'precision@10',
  'precision@20': 'precision@20',
  custom: 'your own measure',
};

const SHARES: ReadonlySet<MetricName> = new Set(['accuracy', 'balanced-accuracy', 'mape']);
/** From 0 to 1, or from -1 or -∞ to 1: three decimals say as much of a small value as of a large one. */
const DECIMALS: ReadonlySet<MetricName> = new Set([
  'precision',
  'recall',
  'f1',
  'f1-micro',
  'roc-auc',
  'average-precision',
  'mean-average-precision',
  'r2',
  'quadratic-kappa',
  ...RANKING_METRICS,
]);

/** @returns whether a metric is a share of rows or of the target, and is shown in per cent. */
export function isShare(metric: MetricName): boolean {
  return SHARES.has(metric);
}

/** @returns whether a metric is a number up to 1, and is shown with three decimals. */
export function isUpToOne(metric: MetricName): boolean {
  return DECIMALS.has(metric);
}
