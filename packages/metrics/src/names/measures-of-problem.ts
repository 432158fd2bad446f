import { RANKING_METRICS, type MetricName } from './metric-name.ts';

const NAMED: readonly MetricName[] = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'f1-micro',
  'roc-auc',
  'mean-average-precision',
  'log-loss',
  'brier',
];
const NUMBER: readonly MetricName[] = ['mae', 'mse', 'rmse', 'r2', 'mape'];
const RANKING: readonly MetricName[] = ['mean-average-precision', ...RANKING_METRICS];
const MEASURES = {
  binary: [...NAMED, 'balanced-accuracy', 'average-precision'],
  multiclass: [...NAMED, 'balanced-accuracy'],
  ordinal: [...NAMED, 'balanced-accuracy', 'quadratic-kappa', 'mae-of-levels'],
  multilabel: NAMED,
  'scalar-regression': NUMBER,
  'vector-regression': NUMBER,
  ranking: RANKING,
} satisfies Record<string, readonly MetricName[]>;

/** @returns whether a built-in measure applies to a type of problem: those that `score` would refuse don't. */
export function measuresProblem(name: MetricName, type: keyof typeof MEASURES): boolean {
  const measures: readonly MetricName[] = MEASURES[type];
  return measures.includes(name);
}
