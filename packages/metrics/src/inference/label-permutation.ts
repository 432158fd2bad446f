import { generator, shuffle } from '@stepwell/base/random';
import { countRows, take, targetAt, type Target } from '../targets/index.ts';
import { joinTargets } from '../scores/join.ts';
import type { Asked } from '../predictions/asked.ts';
import { widthOfPredictions, type Predictions } from '../predictions/predictions.ts';
import { resamplesFor } from './resamples.ts';
import { prepareScorer } from '../scores/scorer.ts';

/**
 * How often the model scores at least as well when the targets are dealt anew among the rows: the p-value of a one-sided
 * permutation test, exact when predictions and targets are independent and the rows exchangeable. The identity counts as one
 * of the permutations; one for which the score is not defined counts as scoring at least as well.
 *
 * @param parts the folds.
 * @param units for each part, which unit each of its rows is.
 * @param strata units whose targets are dealt among each other.
 * @param sign 1 where a greater score is better, else -1.
 * @param seed with `purpose`, keys the permutations.
 * @returns p in (0, 1].
 * @see Ojala, Garriga: Permutation tests for studying classifier performance (2010), test 1
 */
export function labelPermutationTest(
  parts: { model: Predictions; target: Target }[],
  units: Int32Array[],
  strata: Int32Array[],
  measure: Asked,
  sign: number,
  seed: number,
  purpose: string,
): number {
  const random = generator(seed, 'label-permutation', purpose);
  const prepared = parts.map(({ model }) => prepareScorer(measure, model));
  const total = parts.reduce((sum, { target }) => sum + countRows(target), 0);
  const scoreOf = (targets: Target[]) =>
    targets.reduce((sum, target, i) => sum + (prepared[i]!(target)(null) * sign * countRows(target)) / total, 0);
  const observed = scoreOf(parts.map(({ target }) => target));
  // The same score summed in another order differs in the last bits: equal scores must count as equal.
  const slack = 1e-12 * Math.max(1, Math.abs(observed));
  const width = Math.max(...parts.map(({ model }) => widthOfPredictions(model)));
  const permutations = resamplesFor(total * width);
  const pool = joinTargets(parts.map(({ target }) => target));
  const place = placesOf(units);
  const dealt = place.slice();
  let atLeast = 0;
  for (let i = 0; i < permutations; i++) {
    for (const stratum of strata) {
      const order = stratum.slice();
      shuffle(order, random);
      for (let j = 0; j < stratum.length; j++) dealt[stratum[j]!] = place[order[j]!]!;
    }
    const targets = units.map((own) => targetAt(pool, take(dealt, own)));
    // Not "greater or equal", so that NaN counts too.
    if (!(scoreOf(targets) < observed - slack)) atLeast++;
  }
  return (atLeast + 1) / (permutations + 1);
}

/** For each unit, where one of its rows stands when the parts are joined. */
function placesOf(units: Int32Array[]): Int32Array {
  const places = new Map<number, number>();
  let at = 0;
  for (const own of units) for (const unit of own) places.set(unit, at++);
  return Int32Array.from({ length: places.size }, (_, unit) => places.get(unit)!);
}
