export { baseline, baselineRowScores, baselineScore, type BaselineScore } from './baseline.ts';
export { baselineName, baselinesFor, predictBaseline, type BaselineName } from './baselines.ts';
