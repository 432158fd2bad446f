import { z } from 'zod';
import { StepwellError } from '../errors/index.ts';
import { mean, percentile, type Predictions } from '../measure/index.ts';
import { generator } from '../random/index.ts';
import type { Target } from '../rows/index.ts';

export const baselineName = z.enum(['majority', 'prior', 'mean', 'median']);
export type BaselineName = z.infer<typeof baselineName>;

/** @returns the baselines that apply to a target of that kind. */
export function baselinesFor(kind: Target['kind']): BaselineName[] {
  return kind === 'classes' ? ['majority', 'prior'] : ['mean', 'median'];
}

/**
 * What someone would say who has seen the training targets and none of the inputs.
 *
 * - majority: the commonest class, certainly
 * - prior: classes at random, each as often as in training. For a metric on probabilities, their shares
 * - mean, median: of the training targets
 *
 * @param train the targets to learn from.
 * @param rows how many rows to predict.
 * @param options.certain whether the prior draws one class a row (accuracy) or states the shares (log loss).
 */
export function predictBaseline(
  name: BaselineName,
  train: Target,
  rows: number,
  options: { seed: number; certain: boolean },
): Predictions {
  if (train.kind === 'number') {
    const value = name === 'mean' ? mean(train.values) : percentile(Float64Array.from(train.values).sort(), 0.5);
    return { kind: 'number', values: new Float64Array(rows).fill(value) };
  }
  const numClasses = train.classes.length;
  const shares = new Float64Array(numClasses);
  for (const code of train.codes) shares[code]! += 1 / train.codes.length;
  const values = new Float64Array(rows * numClasses);
  if (name === 'majority') {
    const commonest = shares.indexOf(Math.max(...shares));
    for (let row = 0; row < rows; row++) values[row * numClasses + commonest] = 1;
  } else if (name === 'prior') {
    const random = generator(options.seed, 'baseline', 'prior');
    for (let row = 0; row < rows; row++) {
      if (options.certain) values[row * numClasses + draw(shares, random.uniform())] = 1;
      else values.set(shares, row * numClasses);
    }
  } else {
    throw new StepwellError('measure_mismatch', `The ${name} of classes is not defined.`);
  }
  return { kind: 'probabilities', numClasses, values };
}

function draw(shares: Float64Array, at: number): number {
  let sum = 0;
  for (let code = 0; code < shares.length; code++) {
    sum += shares[code]!;
    if (at < sum) return code;
  }
  return shares.length - 1;
}
