export { formatGain, formatScore } from './format-score.ts';
export { METRIC_NAMES, type MetricName } from './metric-name.ts';
export { measuresProblem } from './measures-of-problem.ts';
export { isShare, isUpToOne, metricWords } from './metric-words.ts';
