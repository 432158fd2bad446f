import { expm1, log1p } from '@stepwell/base/exact';
import type { FittedPreparation } from './preparation.ts';

/** How numbers to predict were scaled. */
export type TargetScale = NonNullable<FittedPreparation['target']>;

/** Predictions on a logarithmic scale end at so many times the largest number trained on: a little too much becomes a lot. */
const FARTHEST = 2;

/** ln(1 + y); of 0 below 0. */
export function logOfTarget(value: number): number {
  return log1p(Math.max(0, value));
}

/** A number as a model is trained on it. @param column which of the numbers to predict. */
export function scaleTarget({ mean, sd, log }: TargetScale, value: number, column: number): number {
  return ((log === undefined ? value : logOfTarget(value)) - mean[column]!) / sd[column]!;
}

/** A model's output as a number in the target's unit: the inverse of `scaleTarget`. */
export function unscaleTarget({ mean, sd, log }: TargetScale, output: number, column: number): number {
  const value = output * sd[column]! + mean[column]!;
  return log === undefined ? value : Math.min(FARTHEST * log.most[column]!, Math.max(0, expm1(value)));
}
