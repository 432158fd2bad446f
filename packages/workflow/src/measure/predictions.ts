/** What a model says of some rows. */
export type Predictions =
  /** `values`: [rows, numClasses] in row-major order, float64, each row sums to 1. */
  | { kind: 'probabilities'; numClasses: number; values: Float64Array }
  /** `values`: [rows], float64, in the target's own unit. */
  | { kind: 'number'; values: Float64Array };

/** @returns how many rows the predictions are for. */
export function countPredictions(predictions: Predictions): number {
  return predictions.kind === 'number' ? predictions.values.length : predictions.values.length / predictions.numClasses;
}

/** @returns the class of the highest probability in `row`; the first of equals. */
export function mostProbable(values: ArrayLike<number>, numClasses: number, row: number): number {
  let best = 0;
  for (let code = 1; code < numClasses; code++) {
    if (values[row * numClasses + code]! > values[row * numClasses + best]!) best = code;
  }
  return best;
}
