export { baseline, baselinePredictions, baselineScore, type BaselineScore } from './baseline.ts';
export { baselineName, baselinesFor, usesProbabilities, type BaselineName } from './baseline-names.ts';
export { bestColumn, rankByColumn, rankByFile, type RankingColumn } from './rank-baselines.ts';
export { predictBaseline } from './predict-baseline.ts';
