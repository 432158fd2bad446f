export { budgetOfEffort, epochsFor, type EffortBudget } from './budget-of-effort.ts';
export {
  effort,
  metricName,
  protocolKind,
  runSpec,
  type Effort,
  type MetricName,
  type ProtocolKind,
  type RunSpec,
  type RunSpecInput,
} from './run-spec.ts';
