import { z } from 'zod';

/** Every measure of success that is built in, and `custom`: the person's own expression. */
export const metricName = z.enum([
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
  'custom',
]);
export type MetricName = z.infer<typeof metricName>;
