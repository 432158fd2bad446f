import { square } from '@stepwell/base/exact';
import type { MetricName } from '../names/index.ts';
import type { Confusion } from '../predictions/confusion.ts';
import { wilsonInterval } from './proportions.ts';

/** A share of some rows, all of one class or all named alike. */
interface Share {
  count: number;
  rows: number;
}

/**
 * The 95 % interval of a metric that is a share of rows, or a mean of shares of different rows. Such rows are independent, so
 * each share has Wilson's interval, and those of a mean are put together. Unlike a bootstrap's, the interval is no point where
 * all rows are right or none is.
 *
 * - precision, of the rows that are named so; recall and balanced accuracy, of the rows that are so
 * - F1 of two classes, by F* = hits / (hits + false alarms + misses), a share of rows: F1 = 2 F* / (1 + F*)
 * - micro-averaged F1 of classes, which is the accuracy
 *
 * @param counts of classes.
 * @returns null for other metrics, and where there is nothing to count.
 * @see Hand, Christen, Kirielle: F*: an interpretable transformation of the F-measure (2021)
 */
export function shareInterval(name: MetricName, counts: Confusion): [number, number] | null {
  const { hits, falseAlarms, misses, binary } = counts;
  const sharesAgainst = (rest: Float64Array) =>
    Array.from(hits, (count, i): Share => ({ count, rows: count + rest[i]! })).filter((_, i) => !binary || i === 1);
  const occurs = (i: number) => hits[i]! + falseAlarms[i]! + misses[i]! > 0;
  switch (name) {
    case 'balanced-accuracy':
      return meanOfShares(
        Array.from(hits, (count, i) => ({ count, rows: count + misses[i]! })).filter(({ rows }) => rows > 0),
      );
    case 'precision':
      return meanOfShares(sharesAgainst(falseAlarms).filter((_, i) => binary || occurs(i)));
    case 'recall':
      return meanOfShares(sharesAgainst(misses).filter((_, i) => binary || occurs(i)));
    case 'f1':
      return binary && occurs(1) ? f1Interval(hits[1]!, hits[1]! + falseAlarms[1]! + misses[1]!) : null;
    case 'f1-micro':
      return meanOfShares([{ count: hits.reduce((sum, count) => sum + count, 0), rows: counts.rows }]);
    default:
      return null;
  }
}

/** F1's 95 % interval from Wilson's of F*, of which it is an increasing function. */
export function f1Interval(count: number, rows: number): [number, number] {
  const [low, high] = wilsonInterval(count, rows);
  return [(2 * low) / (1 + low), (2 * high) / (1 + high)];
}

/**
 * The interval of a mean of independent shares: as far from it, on either side, as the root of the sum of the squares of how
 * far each share's end is from the share. A share of no rows is 0, which is certain.
 *
 * @returns null of no shares that have rows.
 * @see Zou, Donner: Construction of confidence limits about effect measures: a general approach (2008); Newcombe: Interval
 *   estimation for the difference between independent proportions (1998), method 10
 */
export function meanOfShares(shares: readonly Share[]): [number, number] | null {
  if (!shares.some(({ rows }) => rows > 0)) return null;
  let mean = 0;
  let below = 0;
  let above = 0;
  for (const { count, rows } of shares) {
    if (rows === 0) continue;
    const share = count / rows;
    const [low, high] = wilsonInterval(count, rows);
    mean += share / shares.length;
    below += square((share - low) / shares.length);
    above += square((high - share) / shares.length);
  }
  return [Math.max(0, mean - Math.sqrt(below)), Math.min(1, mean + Math.sqrt(above))];
}
