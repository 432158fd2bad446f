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
  'custom',
] as const;

/** The name of a measure. */
export type MetricName = (typeof METRIC_NAMES)[number];
