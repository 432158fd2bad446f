export { groupMetrics, type MetricGroup, type MetricRole } from './group-metrics.ts';
