import { square } from '@stepwell/base/exact';
import type { Asked, Scorer } from '../predictions/asked.ts';
import { namedClass, widthOfPredictions, type Predictions } from '../predictions/predictions.ts';
import { codesOf } from '../predictions/target-values.ts';
import type { Target } from '../targets/index.ts';

/**
 * Cohen's kappa with quadratic weights: 1 less the mean squared distance between named and true levels, over what it would be if the
 * two had nothing to do with each other. 0 is chance, 1 is right everywhere. Rows of a level that training never saw are left out.
 *
 * @returns for a target, its scorer; NaN where only one level is named and true.
 * @see Cohen: Weighted kappa (1968)
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.cohen_kappa_score.html (weights="quadratic")
 */
export function quadraticKappa({ threshold }: Asked, predictions: Predictions): (target: Target) => Scorer {
  const width = widthOfPredictions(predictions);
  const { values } = predictions;
  const named = Int32Array.from({ length: values.length / width }, (_, row) =>
    namedClass(values, width, row, threshold),
  );
  return (target) => {
    const codes = codesOf(target);
    return (weights) => {
      const ofNamed = new Float64Array(width);
      const ofTrue = new Float64Array(width);
      let observed = 0;
      let rows = 0;
      for (let row = 0; row < codes.length; row++) {
        const weight = weights === null ? 1 : weights[row]!;
        const code = codes[row]!;
        if (code < 0 || weight === 0) continue;
        ofNamed[named[row]!]! += weight;
        ofTrue[code]! += weight;
        observed += weight * square(named[row]! - code);
        rows += weight;
      }
      let expected = 0;
      for (let i = 0; i < width; i++) {
        for (let j = 0; j < width; j++) expected += (ofNamed[i]! * ofTrue[j]! * square(i - j)) / rows;
      }
      return expected === 0 ? Number.NaN : 1 - observed / expected;
    };
  };
}
