export { baseline, baselinePredictions, baselineScore, type BaselineScore } from './baseline.ts';
export { baselineName, baselinesFor, statesProbabilities, type BaselineName } from './baseline-names.ts';
export { predictBaseline } from './predict-baseline.ts';
