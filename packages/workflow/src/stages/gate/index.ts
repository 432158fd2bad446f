export { decideGate, isOnlyScored, meanScore, type GateResults } from './decide-gate.ts';
export { driftingColumns } from './drifting-columns.ts';
export { classWeightFor, decideBuild, skipGate, planGate } from './plan-gate.ts';
export { gate, gateVerdict, type Gate, type GateVerdict } from './gate.ts';
