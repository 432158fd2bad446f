export { chooseMeasure, isDefinedOn } from './choose-measure.ts';
export { chooseThreshold, type Threshold } from './choose-threshold.ts';
export { measure, type Measure } from './measure.ts';
