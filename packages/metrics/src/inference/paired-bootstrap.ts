import { generator } from '@stepwell/base/random';
import type { Scorer } from '../predictions/asked.ts';
import { percentile } from './descriptive.ts';
import { everywhere } from './resamples.ts';

/** Some validation rows as a bootstrap draws them. */
export interface Drawn {
  /** [n], int32: which unit each row is; a row that is validated several times is one unit. */
  units: Int32Array;
  /** The quantity, by how often each row counts. */
  value: Scorer;
}

/**
 * A 95 % percentile bootstrap interval of a quantity of several parts, their mean weighted by their rows. Units are drawn
 * within strata, so that every part keeps its size; a unit counts alike wherever it stands, so that what is compared is
 * compared on the same rows.
 *
 * @param parts whose quantity may be NaN under some weights: such a part is left out of that resample.
 * @param strata units that are drawn from each other.
 * @param resamples how many.
 * @param seed with `purpose`, keys the drawing.
 * @returns the interval; all that a float64 reaches where no resample is defined.
 * @see Efron, Tibshirani: An Introduction to the Bootstrap (1993), ch. 13
 */
export function pairedBootstrap(
  parts: Drawn[],
  strata: Int32Array[],
  resamples: number,
  seed: number,
  purpose: string,
): [number, number] {
  const random = generator(seed, 'bootstrap', purpose);
  const numUnits = strata.reduce((sum, stratum) => sum + stratum.length, 0);
  const drawn = new Float64Array(numUnits);
  const uniforms = strata.map((stratum) => new Float64Array(stratum.length));
  const weights = parts.map(({ units }) => weightsOf(units, drawn));
  const values: number[] = [];
  for (let i = 0; i < resamples; i++) {
    drawn.fill(0);
    strata.forEach((stratum, s) => {
      random.uniforms(uniforms[s]!);
      countDrawn(stratum, uniforms[s]!, drawn);
    });
    const value = meanOver(parts, weights);
    if (Number.isFinite(value)) values.push(value);
  }
  if (values.length === 0) return everywhere();
  const sorted = Float64Array.from(values).sort();
  return [percentile(sorted, 0.025), percentile(sorted, 0.975)];
}

/** Draws as many units of a stratum as it has, by numbers in [0, 1), and counts them. */
function countDrawn(stratum: Int32Array, uniforms: Float64Array, drawn: Float64Array): void {
  const { length } = stratum;
  // The integer part: `Math.floor` of a float64 takes longer.
  for (let i = 0; i < length; i++) drawn[stratum[(uniforms[i]! * length) | 0]!]! += 1;
}

/** How often each row counts after units were drawn: a view of `drawn` where the rows are units in their order. */
function weightsOf(units: Int32Array, drawn: Float64Array): () => Float64Array {
  const first = units[0] ?? 0;
  if (units.every((unit, row) => unit === first + row)) {
    const view = drawn.subarray(first, first + units.length);
    return () => view;
  }
  const own = new Float64Array(units.length);
  return () => {
    for (let row = 0; row < units.length; row++) own[row] = drawn[units[row]!]!;
    return own;
  };
}

function meanOver(parts: Drawn[], weights: (() => Float64Array)[]): number {
  let sum = 0;
  let rows = 0;
  parts.forEach(({ units, value }, part) => {
    const partValue = value(weights[part]!());
    if (Number.isNaN(partValue)) return;
    sum += partValue * units.length;
    rows += units.length;
  });
  return sum / rows;
}
