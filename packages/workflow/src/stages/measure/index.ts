export { isSkewed } from './is-skewed.ts';
export { chooseMeasure, isDefinedOn } from './choose-measure.ts';
export { chooseThreshold, type Threshold } from './choose-threshold.ts';
export { lossFor } from './loss-for.ts';
export { measure, type Measure } from './measure.ts';
