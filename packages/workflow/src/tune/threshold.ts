import { byUser, type Decision } from '../decisions/index.ts';
import { chooseThreshold, type Predictions } from '../measure/index.ts';
import type { Target } from '../rows/index.ts';
import type { RunSpec } from '../spec/index.ts';
import { trialOf, type Trial } from '../trial/index.ts';
import type { Tune } from './tuned.ts';

/** The chosen configuration for its epochs on every split: what the threshold is chosen on. */
export function planThreshold(tune: Tune): Trial {
  const best = tune.trials.find(({ id }) => id === tune.best)!;
  return trialOf('threshold', best.config, best.bestEpoch);
}

/**
 * The probability from which a row is named positive, so that validation rows cost least.
 *
 * @param parts each split's validation rows.
 */
export function concludeThreshold(
  tune: Tune,
  parts: { model: Predictions; target: Target }[],
  spec: RunSpec,
): { tune: Tune; threshold: number; decisions: Decision[] } {
  const pooled = pool(parts);
  const { threshold, cost, costAtHalf } = chooseThreshold(pooled.model, pooled.target, spec.costs!);
  const why = `Chosen on validation rows for a cost of ${spec.costs!.falsePositive} a false positive and ${spec.costs!.falseNegative} a false negative: ${cost.toPrecision(3)} a row, against ${costAtHalf.toPrecision(3)} at one half.`;
  return {
    tune: { ...tune, threshold: { value: threshold, cost, costAtHalf } },
    threshold,
    decisions: [byUser('tune', `positive from ${threshold.toFixed(3)} on`, why, { threshold, cost, costAtHalf })],
  };
}

/** The rows of all splits, one after another. */
function pool(parts: { model: Predictions; target: Target }[]): { model: Predictions; target: Target } {
  const classes = parts.flatMap(({ target }) => (target.kind === 'classes' ? [target] : []));
  return {
    model: { kind: 'probabilities', numClasses: 2, values: joined(parts.map(({ model }) => model.values)) },
    target: {
      kind: 'classes',
      classes: classes[0]!.classes,
      codes: Int32Array.from(joined(classes.map(({ codes }) => codes))),
    },
  };
}

function joined(arrays: ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
