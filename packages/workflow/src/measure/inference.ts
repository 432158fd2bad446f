import { generator } from '../random/index.ts';
import type { MetricName } from '../spec/index.ts';
import { mean, standardDeviation } from './metrics.ts';

/** Draws that one call may take: bounds the work whatever the rows. */
const MAX_DRAWS = 20_000_000;
const MAX_RESAMPLES = 2_000;
/** The standard normal's 97.5th percentile. */
const Z_975 = 1.959963984540054;

function resamplesFor(rows: number): number {
  return Math.max(200, Math.min(MAX_RESAMPLES, Math.floor(MAX_DRAWS / rows)));
}

/**
 * A 95 % percentile bootstrap interval of a mean over rows.
 *
 * @param values [n], one a row.
 * @param seed with `purpose`, keys the resampling.
 * @returns the 2.5th and 97.5th percentile of the resampled means.
 * @see Efron, Tibshirani: An Introduction to the Bootstrap (1993), ch. 13
 */
export function bootstrapInterval(values: Float64Array, seed: number, purpose: string): [number, number] {
  const random = generator(seed, 'bootstrap', purpose);
  const n = values.length;
  const means = new Float64Array(resamplesFor(n));
  for (let i = 0; i < means.length; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += values[random.below(n)]!;
    means[i] = sum / n;
  }
  means.sort();
  return [percentile(means, 0.025), percentile(means, 0.975)];
}

/** Fewer rows than this, and resampling them understates how unsure their mean is. */
const FEW_ROWS = 20;
/** Student's t, 97.5th percentile, for 1 to 18 degrees of freedom (any table of it). */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101,
];

/**
 * A 95 % interval of a mean over rows: the bootstrap's, or Student's where there are fewer than 20 rows. Of one row
 * there is none: it reaches everywhere that a float64 does.
 *
 * @param values [n], one a row.
 */
export function meanInterval(values: Float64Array, seed: number, purpose: string): [number, number] {
  if (values.length >= FEW_ROWS) return bootstrapInterval(values, seed, purpose);
  const t = T_975[values.length - 2];
  if (t === undefined) return [-Number.MAX_VALUE, Number.MAX_VALUE];
  const reach = (t * standardDeviation(values)) / Math.sqrt(values.length);
  return [mean(values) - reach, mean(values) + reach];
}

/**
 * The 95 % interval that suits a metric: Wilson's for a share of rows, `meanInterval` for others, which are never
 * below zero.
 *
 * @param scores [n], each row's share of the metric.
 */
export function scoreInterval(
  metric: MetricName,
  scores: Float64Array,
  seed: number,
  purpose: string,
): [number, number] {
  if (metric === 'accuracy') {
    return wilsonInterval(
      scores.reduce((sum, score) => sum + score, 0),
      scores.length,
    );
  }
  const [low, high] = meanInterval(scores, seed, purpose);
  return [Math.max(0, low), high];
}

/**
 * How often paired differences with random signs have a mean at least as large as the one seen: the p-value of a
 * one-sided sign-flip permutation test, the identity counted as one of the permutations.
 *
 * @param differences [n], one a row: how much better the model is than what it is held against.
 * @param seed with `purpose`, keys the flips.
 * @returns p in (0, 1].
 * @see Phipson, Smyth: Permutation p-values should never be zero (2010)
 */
export function signFlipTest(differences: Float64Array, seed: number, purpose: string): number {
  const random = generator(seed, 'sign-flip', purpose);
  const observed = mean(differences) * differences.length;
  const flips = resamplesFor(differences.length);
  // Sums of the same numbers in another order differ in the last bits: equal sums must count as equal.
  const slack = 1e-12 * differences.reduce((sum, difference) => sum + Math.abs(difference), 0);
  let atLeast = 0;
  for (let i = 0; i < flips; i++) {
    let sum = 0;
    let bits = 0;
    for (let j = 0; j < differences.length; j++) {
      if ((j & 31) === 0) bits = random.uint32();
      sum += (bits >>> (j & 31)) & 1 ? differences[j]! : -differences[j]!;
    }
    if (sum >= observed - slack) atLeast++;
  }
  return (atLeast + 1) / (flips + 1);
}

/**
 * A 95 % interval of a share, which stays honest where all rows or none are right.
 *
 * @param count how many of the rows are right.
 * @param rows how many there are.
 * @see Wilson: Probable inference, the law of succession, and statistical inference (1927)
 */
export function wilsonInterval(count: number, rows: number): [number, number] {
  const z2 = Z_975 * Z_975;
  const center = (count + z2 / 2) / (rows + z2);
  const reach = (Z_975 / (rows + z2)) * Math.sqrt((count * (rows - count)) / rows + z2 / 4);
  return [Math.max(0, center - reach), Math.min(1, center + reach)];
}

/** @returns the quantile of ascending `sorted` by linear interpolation (R type 7, NumPy's default). */
export function percentile(sorted: Float64Array, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}
