import { percentile } from '@stepwell/metrics';
import { meanAndDeviation } from '../../training/preparation/index.ts';

/** The shape of some numbers. */
export interface Shape {
  count: number;
  least: number;
  median: number;
  greatest: number;
  /** From the first to the third quartile. */
  interquartileRange: number;
  /** 0 of symmetric numbers, 2 of an exponential distribution. */
  skewness: number;
  /** 0 of a normal distribution, 6 of an exponential one: the more, the more a few far values make up the spread. */
  excessKurtosis: number;
}

/**
 * Describes some numbers. Skewness and kurtosis are those of the sample as it is, as SciPy's `skew` and `kurtosis`; 0
 * where the numbers don't vary.
 *
 * @param present [n]: finite, at least one.
 */
export function describeNumbers(present: Float64Array): Shape {
  const sorted = present.toSorted();
  const [least, greatest] = [sorted[0]!, sorted.at(-1)!];
  const largest = Math.max(Math.abs(least), Math.abs(greatest));
  // Of halves, so that the difference stays in float64.
  const halves = sorted.map((value) => value / 2);
  const interquartileRange = 2 * (percentile(halves, 0.75) - percentile(halves, 0.25));
  const unit = largest > 0 ? sorted.map((value) => value / largest) : sorted;
  const { mean, sd } = meanAndDeviation(unit);
  let [cubes, fourths, varies] = [0, 0, false];
  for (const value of unit) {
    const score = (value - mean) / sd;
    cubes += score * score * score;
    fourths += score * score * score * score;
    varies ||= value !== unit[0];
  }
  return {
    count: sorted.length,
    least,
    median: percentile(sorted, 0.5),
    greatest,
    interquartileRange: Math.min(Number.MAX_VALUE, interquartileRange),
    skewness: varies ? cubes / sorted.length : 0,
    excessKurtosis: varies ? fourths / sorted.length - 3 : 0,
  };
}
