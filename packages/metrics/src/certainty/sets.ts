import { mostProbable, type Predictions } from '../predictions/predictions.ts';
import type { Target } from '../targets/index.ts';
import { LEVEL, type Sets } from './certainty.ts';
import { conformalRank } from './conformal-rank.ts';

/**
 * Fits the probability from which a class is in the set, on rows that the models hadn't seen: so low that it keeps the true
 * class of the given share of them.
 *
 * @param predictions of models that hadn't seen the rows.
 * @returns null where there are too few rows: fewer than 9 for 90 %.
 * @see Sadinle, Lei, Wasserman: Least ambiguous set-valued classifiers with bounded error levels (2019)
 */
export function fitSets(
  { numClasses, values }: Extract<Predictions, { kind: 'probabilities' }>,
  { codes }: Extract<Target, { kind: 'classes' }>,
): Sets | null {
  const misses = Float64Array.from(codes);
  // A class that training lacked has no probability.
  for (let row = 0; row < codes.length; row++)
    misses[row] = codes[row]! < 0 ? 1 : 1 - values[row * numClasses + codes[row]!]!;
  const rank = conformalRank(misses.length, LEVEL);
  if (rank === null) return null;
  return { kind: 'sets', level: LEVEL, floor: 1 - misses.sort()[rank]!, rows: codes.length };
}

/**
 * The set of one row.
 *
 * @param values [rows, numClasses]: probabilities.
 * @returns codes of its classes, the most probable first; at least one.
 */
export function setAt({ floor }: Sets, values: ArrayLike<number>, numClasses: number, row: number): number[] {
  const of = (code: number) => values[row * numClasses + code]!;
  const within = Array.from({ length: numClasses }, (_, code) => code).filter((code) => of(code) >= floor);
  if (within.length === 0) return [mostProbable(values, numClasses, row)];
  return within.sort((a, b) => of(b) - of(a) || a - b);
}
