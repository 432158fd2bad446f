export { atTemperature, fitTemperature, type Temperature } from './temperature.ts';
export { calibrationError } from './calibration-error.ts';
export { certainty, LEVEL, type Certainty, type Intervals, type Sets } from './certainty.ts';
export { coverageOf, type Coverage } from './coverage.ts';
export { fitIntervals, intervalAt, type Anchor } from './intervals.ts';
export { fitSets, setAt } from './sets.ts';
