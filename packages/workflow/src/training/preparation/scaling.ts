import { log1p } from '@stepwell/base/exact';
import { percentile } from '@stepwell/metrics';
import type { NumberStep, Scaling } from './preparation.ts';

/** Squares of numbers beyond these leave float64. */
const HUGE = 1e150;
const TINY = 1e-150;
/** The farthest from 0 that a prepared number may be: beyond float32 it would be infinite. */
const FARTHEST = 1e6;
/** The same in interquartile ranges. Nine in ten values of a normal distribution are within 1.3 of them. */
const FARTHEST_ROBUST = 20;
/** Numbers that spread less than this share of their size lose digits when they are summed as they are. */
const NEARLY_EQUAL = 1e-6;
/** Numbers that spread less than this share of their size differ in the last bits of float64 alone. */
const LAST_BITS = 2 ** -52;

/**
 * Fits how a number becomes a small one.
 *
 * @param present [n]: the training rows' finite values.
 * @param step z-score: mean and population standard deviation, as scikit-learn's StandardScaler. zero-to-one and
 *   minus-one-to-one: least and greatest value, as its MinMaxScaler. robust: median and interquartile range, as its
 *   RobustScaler; the standard deviation where that range is 0. log: the z-score of ln(1 + x), or of
 *   ln(1 + x - least) where there are values below 0. Numbers that differ in the last bits of float64 alone become 0.
 */
export function fitScaling(present: Float64Array, step: NumberStep): Scaling {
  const log = step === 'log' ? { shift: positiveZero(Math.min(0, least(present))) } : null;
  const values = log === null ? present : present.map((value) => logOf(value, log.shift));
  const largest = greatestSize(values);
  const scale = largest > HUGE || (largest > 0 && largest < TINY) ? largest : 1;
  const { center, spread, rounding } = centerAndSpread(
    scale === 1 ? values : values.map((value) => value / scale),
    step,
  );
  const limit = rounding ? 0 : step === 'robust' ? FARTHEST_ROBUST : FARTHEST;
  return { log, scale, center: positiveZero(center), spread, limit };
}

/** @returns the prepared number. */
export function applyScaling({ log, scale, center, spread, limit }: Scaling, value: number): number {
  const score = ((log === null ? value : logOf(value, log.shift)) / scale - center) / spread;
  return Math.min(limit, Math.max(-limit, score));
}

/** What a missing value becomes. */
export function fillOf(scaling: Scaling, step: NumberStep, present: Float64Array): number {
  if (step !== 'zero-to-one' && step !== 'minus-one-to-one') return 0;
  if (present.length === 0) return 0;
  return positiveZero(present.reduce((sum, value) => sum + applyScaling(scaling, value), 0) / present.length);
}

/**
 * Population standard deviation (divisor n); 1 where it would be 0.
 *
 * Numbers that spread less than a millionth of their size, such as moments in nanoseconds, are summed as their distances
 * from the first one, which are exact; a sum of the numbers themselves would be off by more than they differ. All others
 * are summed as they are, so that their results keep their bits.
 *
 * @param values [n], squares of which stay in float64.
 * @returns and whether the values differ in the last bits of float64 alone.
 */
export function meanAndDeviation(values: Float64Array): { mean: number; sd: number; rounding: boolean } {
  const [first] = values;
  if (first === undefined) return { mean: 0, sd: 1, rounding: false };
  const { mean, sd } = plainMeanAndDeviation(values);
  if (sd > NEARLY_EQUAL * Math.abs(mean)) return { mean, sd, rounding: false };
  if (values.every((value) => value === first)) return { mean, sd: 1, rounding: false };
  const near = plainMeanAndDeviation(values.map((value) => value - first));
  const rounding = near.sd < LAST_BITS * Math.abs(first);
  return { mean: first + near.mean, sd: near.sd > 0 ? near.sd : 1, rounding };
}

function plainMeanAndDeviation(values: Float64Array): { mean: number; sd: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { mean, sd: Math.sqrt(squares / values.length) };
}

function centerAndSpread(
  values: Float64Array,
  step: NumberStep,
): { center: number; spread: number; rounding: boolean } {
  if (values.length === 0) return { center: 0, spread: 1, rounding: false };
  const { mean, sd, rounding } = meanAndDeviation(values);
  switch (step) {
    case 'z-score':
    case 'log':
      return { center: mean, spread: sd, rounding };
    case 'robust': {
      const sorted = values.toSorted();
      const range = percentile(sorted, 0.75) - percentile(sorted, 0.25);
      return { center: percentile(sorted, 0.5), spread: range > 0 ? range : sd, rounding };
    }
    default: {
      const low = least(values);
      const high = -least(values.map((value) => -value));
      if (step === 'zero-to-one') return { center: low, spread: high > low ? high - low : 1, rounding };
      return { center: (low + high) / 2, spread: high > low ? (high - low) / 2 : 1, rounding };
    }
  }
}

/** ln(1 + x - shift), of 0 below the shift. */
function logOf(value: number, shift: number): number {
  return log1p(Math.min(Number.MAX_VALUE, Math.max(0, value - shift)));
}

/** JSON has no -0: a fitted number must come back from it with the same bits. */
function positiveZero(value: number): number {
  return value === 0 ? 0 : value;
}

function least(values: Float64Array): number {
  let low = Infinity;
  for (const value of values) if (value < low) low = value;
  return low;
}

function greatestSize(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}
