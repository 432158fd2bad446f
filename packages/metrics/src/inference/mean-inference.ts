import { cube, square } from '@stepwell/base/exact';
import { generator } from '@stepwell/base/random';
import { mean, standardDeviation } from './descriptive.ts';
import { everywhere, resamplesFor } from './resamples.ts';
import { studentReach } from './student.ts';

/** Fewer rows than this, and resampling them understates how unsure their mean is. */
export const FEW_ROWS = 20;

/**
 * Student's 95 % interval of a mean over rows. Of one row there is none: it reaches everywhere that a float64 does.
 *
 * @param values [n], one a row.
 */
export function studentInterval(values: Float64Array): [number, number] {
  if (values.length < 2) return everywhere();
  const reach = (studentReach(0.05, values.length - 1) * standardDeviation(values)) / Math.sqrt(values.length);
  return [mean(values) - reach, mean(values) + reach];
}

/**
 * A 95 % interval of a mean over rows that may be skewed, such as squared errors: Student's, of Hall's cubic transformation
 * that removes the skewness. Its degrees of freedom are those of the variance, which a few large values make uncertain. It stays
 * finite however one row dwarfs the others, unlike the studentized bootstrap.
 *
 * @param values [n], one a row; at least 3.
 * @see Hall: On the removal of skewness by transformation (1992), T₃
 * @see Satterthwaite: An approximate distribution of estimates of variance components (1946): 2 / Var(s² / σ²), with the
 *   variance (kurtosis - 1) / n
 */
export function skewedMeanInterval(values: Float64Array): [number, number] {
  const n = values.length;
  const center = mean(values);
  const sd = standardDeviation(values);
  if (sd === 0) return [center, center];
  if (!Number.isFinite(sd)) return everywhere();
  let cubes = 0;
  let fourths = 0;
  // Scaled first: powers of large numbers leave float64.
  for (const value of values) {
    const scaled = (value - center) / sd;
    cubes += cube(scaled);
    fourths += square(scaled) * square(scaled);
  }
  const kurtosis = (fourths * n) / square(n - 1);
  const skewness = (cubes * n) / ((n - 1) * (n - 2));
  const reach = studentReach(0.05, Math.max(2, Math.min(n - 1, (2 * n) / Math.max(1e-9, kurtosis - 1))));
  const root = Math.sqrt(n);
  const restored = (t: number): number => {
    const shifted = t / root - skewness / (6 * n);
    // (∛(1 + u) - 1) / u, without the difference of what is nearly equal.
    const grown = cubeRoot(1 + skewness * shifted);
    return (3 * root * shifted) / (grown * grown + grown + 1);
  };
  const step = sd / root;
  return [center - restored(reach) * step, center - restored(-reach) * step];
}

/** By Newton's method on a start from the exponent: sums and products alone, so the same bits everywhere. */
function cubeRoot(value: number): number {
  const size = Math.abs(value);
  if (size === 0) return value;
  let root = Math.sqrt(Math.sqrt(size) * Math.sqrt(Math.sqrt(size)));
  for (let i = 0; i < 40; i++) {
    const next = (2 * root + size / (root * root)) / 3;
    if (next === root) break;
    root = next;
  }
  return value < 0 ? -root : root;
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
      // 1 or -1: a processor can't foresee a branch on random bits.
      sum += differences[j]! * (((bits >>> (j & 31)) & 1) * 2 - 1);
    }
    if (sum >= observed - slack) atLeast++;
  }
  return (atLeast + 1) / (flips + 1);
}
