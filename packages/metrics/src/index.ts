export { blockInterval, blocksOf } from './inference/blocks.ts';
export { checkApplies, widthOfTarget } from './scores/check-fit.ts';
export { compare } from './inference/compare.ts';
export type { ComparedPart, Comparison } from './inference/comparison.ts';
export { checkExpression, evaluateExpression, namesFor, readExpression, type Facts } from './expression/index.ts';
export { mean, percentile, standardDeviation } from './inference/descriptive.ts';
export { joinPredictions, joinTargets } from './scores/join.ts';
export { fisherLess, type Hits } from './inference/fisher.ts';
export { signFlipTest, skewedMeanInterval, studentInterval } from './inference/mean-inference.ts';
export { type Asked, type Compared, type Scorer } from './predictions/asked.ts';
export { isRanked, METRICS, metricsFor, type Metric } from './scores/metrics.ts';
export { pairedBootstrap, type Drawn } from './inference/paired-bootstrap.ts';
export {
  countPredictions,
  mostProbable,
  namedClass,
  widthOfPredictions,
  type Predictions,
} from './predictions/predictions.ts';
export { clopperPearson, mcnemar, wilsonInterval } from './inference/proportions.ts';
export { discount, scoreQueries, type QueryScores, type Relevance } from './scores/query-scores.ts';
export { scoreRows } from './scores/row-scores.ts';
export { scoreInterval } from './inference/score-interval.ts';
export { scoreStream, type ScoreStream } from './scores/score-stream.ts';
export { score, scorer } from './scores/scorer.ts';
export { undefinedMeasure } from './scores/undefined-measure.ts';
export { welch } from './inference/welch.ts';
export { studentTwoSided } from './inference/student.ts';
export { correctedT, type CorrectedT } from './inference/student.ts';
export * from './names/index.ts';
export * from './targets/index.ts';
export { codesOf } from './predictions/target-values.ts';
