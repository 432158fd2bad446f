export { concludePower, isOnlyScored, meanScore, type GateResults } from './conclude-power.ts';
export { driftingColumns } from './drifting-columns.ts';
export { classWeightFor, decideBuild, withoutGate, planPower } from './plan-power.ts';
export { power, powerVerdict, type Power, type PowerVerdict } from './power.ts';
