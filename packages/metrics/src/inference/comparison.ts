import type { Predictions } from '../predictions/predictions.ts';
import type { Target } from '../targets/index.ts';

/** Predictions of a model and its reference for one fold's validation rows. */
export interface ComparedPart {
  model: Predictions;
  other: Predictions;
  target: Target;
  /** [rows], int32: which rows they are. Only needed where a row stands in several parts, as in iterated k-fold. */
  rows?: Int32Array | undefined;
}

/** Gain of a model over its reference. All numbers are finite. */
export interface Comparison {
  /** Whether any fold has a score of both. Where none has, the numbers below say nothing. */
  defined: boolean;
  /** The model's, the mean of the folds' weighted by their rows; 0 where no fold's is defined. */
  score: number;
  otherScore: number;
  /** In the measure's unit, above 0 where the model is better. */
  gain: number;
  /** 95 % interval of the gain. */
  ci: [number, number];
  /** One-sided: how likely so good a model is by luck. */
  p: number;
  test: 'mcnemar' | 'sign-flip' | 'label-permutation';
}
