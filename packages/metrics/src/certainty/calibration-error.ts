import { mostProbable, type Predictions } from '../predictions/predictions.ts';
import type { Target } from '../targets/index.ts';

const BINS = 15;

/**
 * Expected calibration error: how far probabilities are from the shares that come true, on average over rows. Of classes the
 * most probable one's counts; of labels each one's.
 *
 * @returns from 0 to 1, over 15 bins of equal width.
 * @see Guo et al.: On calibration of modern neural networks (2017)
 */
export function calibrationError(predictions: Exclude<Predictions, { kind: 'number' }>, target: Target): number {
  const [claimed, right, counts] = [new Float64Array(BINS), new Float64Array(BINS), new Float64Array(BINS)];
  const count = (p: number, isRight: boolean) => {
    const bin = Math.min(BINS - 1, Math.floor(p * BINS));
    claimed[bin]! += p;
    counts[bin]!++;
    if (isRight) right[bin]!++;
  };
  const { values } = predictions;
  if (predictions.kind === 'labels' && target.kind === 'labels') {
    values.forEach((p, i) => count(p, target.values[i] === 1));
  } else if (predictions.kind === 'probabilities' && target.kind === 'classes') {
    const { numClasses } = predictions;
    target.codes.forEach((code, row) => {
      const best = mostProbable(values, numClasses, row);
      count(values[row * numClasses + best]!, best === code);
    });
  }
  const total = counts.reduce((sum, rows) => sum + rows, 0);
  return claimed.reduce((sum, of, bin) => sum + Math.abs(of - right[bin]!), 0) / total;
}
