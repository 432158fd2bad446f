/** The measures of rankings alone, as means over queries. */
export const RANKING_METRICS = [
  'ndcg',
  'ndcg@1',
  'ndcg@3',
  'ndcg@5',
  'ndcg@10',
  'ndcg@20',
  'letor-ndcg',
  'letor-ndcg@10',
  'mrr',
  'precision@1',
  'precision@3',
  'precision@5',
  'precision@10',
  'precision@20',
] as const;

/** Every measure of success that is built in, and `custom`: the person's own expression. */
export const METRIC_NAMES = [
  'accuracy',
  'balanced-accuracy',
  'precision',
  'recall',
  'f1',
  'f1-micro',
  'roc-auc',
  'average-precision',
  'mean-average-precision',
  'log-loss',
  'brier',
  'mae',
  'mse',
  'rmse',
  'r2',
  'mape',
  'mase',
  'quadratic-kappa',
  'mae-of-levels',
  ...RANKING_METRICS,
  'custom',
] as const;

/** The name of a measure. */
export type MetricName = (typeof METRIC_NAMES)[number];
