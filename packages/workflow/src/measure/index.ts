export { chooseMeasure, measure, type Measure } from './choose-measure.ts';
export {
  bootstrapInterval,
  meanInterval,
  percentile,
  scoreInterval,
  signFlipTest,
  wilsonInterval,
} from './inference.ts';
export { mean, METRICS, metricsFor, scoreRows, standardDeviation, targetAt, type Metric } from './metrics.ts';
export { countPredictions, mostProbable, type Predictions } from './predictions.ts';
