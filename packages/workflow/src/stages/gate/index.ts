export type { TriedVariant } from './choose-inputs-by-trial.ts';
export { dependsOnGroups } from './depends-on-groups.ts';
export { combineP } from './combine-p.ts';
export { decideGate, isOnlyScored, meanScore, type GateResults } from './decide-gate.ts';
export { driftingColumns } from './drifting-columns.ts';
export { classWeightFor, decideBuild, skipGate, planGate } from './plan-gate.ts';
export { groupCandidate } from './group-candidate.ts';
export { gate, gateVerdict, type Gate, type GateVerdict } from './gate.ts';
export { foldsOfInputs, foldsOfProducts, testLinear, type Exchange } from './test-linear.ts';
