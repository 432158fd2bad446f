/** What a model says of some rows. */
export type Predictions =
  /** `values`: [rows, numClasses] in row-major order, float64, each row sums to 1. */
  | { kind: 'probabilities'; numClasses: number; values: Float64Array }
  /** `values`: [rows, width] in row-major order, float64, each column in the target's own unit. */
  | { kind: 'number'; width: number; values: Float64Array }
  /** `values`: [rows, numLabels] in row-major order, float64: the probability of each label by itself. */
  | { kind: 'labels'; numLabels: number; values: Float64Array };

/** @returns the number of rows of the predictions. */
export function countPredictions(predictions: Predictions): number {
  return predictions.values.length / widthOfPredictions(predictions);
}

/** @returns the number of values per row. */
export function widthOfPredictions(predictions: Predictions): number {
  switch (predictions.kind) {
    case 'probabilities':
      return predictions.numClasses;
    case 'number':
      return predictions.width;
    case 'labels':
      return predictions.numLabels;
  }
}

/** @returns the class of the highest probability in `row`; the first of equals. */
export function mostProbable(values: ArrayLike<number>, numClasses: number, row: number): number {
  let best = 0;
  for (let code = 1; code < numClasses; code++) {
    if (values[row * numClasses + code]! > values[row * numClasses + best]!) best = code;
  }
  return best;
}

/**
 * The class that a row is named: of two, the second where its probability reaches the threshold; of several, the most
 * probable.
 *
 * @param threshold of the second of two classes.
 */
export function namedClass(values: ArrayLike<number>, numClasses: number, row: number, threshold: number): number {
  if (numClasses === 2) return values[2 * row + 1]! >= threshold ? 1 : 0;
  return mostProbable(values, numClasses, row);
}
