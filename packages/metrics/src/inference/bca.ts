import { cube, square } from '@stepwell/base/exact';
import { generator } from '@stepwell/base/random';
import type { Scorer } from '../predictions/asked.ts';
import { mean, percentile } from './descriptive.ts';
import { normalBelow, normalQuantile } from './normal.ts';
import { everywhere } from './resamples.ts';
import { studentReach } from './student.ts';

/** Rows left out together when the skew is estimated: groups of them, for as many scores as a quarter of the resamples. */
const RESAMPLES_PER_GROUP = 4;

/**
 * A bootstrap interval that corrects the percentile interval for bias and for skew (BCa). It has about the same ends whether
 * a metric or an increasing function of it is asked for, and never goes beyond what was resampled.
 *
 * @param value the metric; resamples on which it is not defined are left out.
 * @param rows how many there are.
 * @param resamples how many.
 * @param reach how many standard errors the interval goes to either side: 1.96 for 95 % of many rows.
 * @param seed with `purpose`, keys the drawing.
 * @returns the interval, which holds the metric; all that a float64 reaches of fewer than two rows, and where the metric or all
 *   resamples are not defined.
 * @see Efron: Better bootstrap confidence intervals (1987)
 */
export function bcaInterval(
  value: Scorer,
  rows: number,
  resamples: number,
  reach: number,
  seed: number,
  purpose: string,
): [number, number] {
  const observed = value(null);
  if (rows < 2 || !Number.isFinite(observed)) return everywhere();
  const random = generator(seed, 'bootstrap', purpose);
  const uniforms = new Float64Array(rows);
  const weights = new Float64Array(rows);
  const drawn: number[] = [];
  for (let i = 0; i < resamples; i++) {
    weights.fill(0);
    random.uniforms(uniforms);
    for (let j = 0; j < rows; j++) weights[Math.floor(uniforms[j]! * rows)]! += 1;
    const score = value(weights);
    if (Number.isFinite(score)) drawn.push(score);
  }
  if (drawn.length === 0) return everywhere();
  const leftOut = leaveOut(value, rows, Math.ceil(resamples / RESAMPLES_PER_GROUP));
  return correctedEnds(Float64Array.from(drawn), observed, leftOut, reach);
}

/**
 * The same of a mean over rows, which is resampled without weighing them.
 *
 * @param values [n], one a row.
 */
export function bcaMeanInterval(
  values: Float64Array,
  resamples: number,
  reach: number,
  seed: number,
  purpose: string,
): [number, number] {
  const rows = values.length;
  const observed = mean(values);
  if (rows < 2 || !Number.isFinite(observed)) return everywhere();
  const random = generator(seed, 'bootstrap', purpose);
  const uniforms = new Float64Array(rows);
  const drawn = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    random.uniforms(uniforms);
    let sum = 0;
    for (let j = 0; j < rows; j++) sum += values[Math.floor(uniforms[j]! * rows)]!;
    drawn[i] = sum / rows;
  }
  // Only the differences of the left-out means count.
  const leftOut = values.map((each) => (observed - each) / (rows - 1));
  return correctedEnds(drawn, observed, leftOut, reach);
}

/** The ends, from the resampled scores, the observed one, and those of the jackknife. */
function correctedEnds(
  drawn: Float64Array,
  observed: number,
  leftOut: ArrayLike<number>,
  reach: number,
): [number, number] {
  const sorted = drawn.sort();
  const bias = biasOf(sorted, observed);
  const skew = skewOf(leftOut);
  const end = (z: number) => {
    const shifted = bias + z;
    const divisor = 1 - skew * shifted;
    // Beyond its pole the correction would turn back.
    if (divisor <= 0) return z > 0 ? sorted.at(-1)! : sorted[0]!;
    return percentile(sorted, normalBelow(bias + shifted / divisor));
  };
  return [Math.min(observed, end(-reach)), Math.max(observed, end(reach))];
}

/** How many standard errors the resamples' median lies below the observed score; a tie counts as half below. */
function biasOf(sorted: Float64Array, observed: number): number {
  // The same score summed in another order differs in the last bits.
  const slack = 1e-12 * Math.abs(observed);
  let below = 0;
  for (const score of sorted) below += score < observed - slack ? 1 : score <= observed + slack ? 0.5 : 0;
  const least = 0.5 / sorted.length;
  return normalQuantile(Math.min(1 - least, Math.max(least, below / sorted.length)));
}

/** The scores without each row, or without each of so many groups of rows; those that are defined. */
function leaveOut(value: Scorer, rows: number, maxGroups: number): number[] {
  const groups = Math.min(rows, maxGroups);
  const weights = new Float64Array(rows).fill(1);
  const scores: number[] = [];
  for (let group = 0; group < groups; group++) {
    for (let row = group; row < rows; row += groups) weights[row] = 0;
    const score = value(weights);
    if (Number.isFinite(score)) scores.push(score);
    for (let row = group; row < rows; row += groups) weights[row] = 1;
  }
  return scores;
}

/** A sixth of the skewness of the jackknife's scores: how fast the standard error grows with the score. */
function skewOf(scores: ArrayLike<number>): number {
  const center = mean(scores);
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < scores.length; i++) {
    squares += square(center - scores[i]!);
    cubes += cube(center - scores[i]!);
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
}

/**
 * How many standard errors a bootstrap's 95 % interval goes to either side: Student's, and a little more because resamples
 * vary less than samples do.
 *
 * @param rows how many there are, at least 2.
 * @see Hesterberg: What teachers should know about the bootstrap (2015), 5.3.1, the expanded percentile interval
 */
export function bootstrapReach(rows: number): number {
  return Math.sqrt(rows / (rows - 1)) * studentReach(0.05, rows - 1);
}
