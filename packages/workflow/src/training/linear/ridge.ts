import { allRows } from '@stepwell/metrics/targets';
import { cholesky, solve, traceOfInverse } from './cholesky.ts';

/** A penalty as a multiple of the number of rows, for columns of variance 1. */
const PENALTIES = [0.03, 0.3, 3, 30];

/** Inputs of some rows, and those of others to predict, both centred on the means of the first. */
export interface Design {
  width: number;
  /** [n, width], row-major. */
  train: Float64Array;
  /** [m, width], row-major. */
  validation: Float64Array;
}

/** A linear function of centred inputs. */
export interface Ridge {
  /** [width]. */
  coefficients: Float64Array;
  /** What is added to the diagonal of XᵀX; infinite where nothing could be fitted, and all coefficients are 0. */
  penalty: number;
}

/**
 * Takes the rows of a fold out of a matrix.
 *
 * @param x [rows, width], row-major.
 * @param train rows to fit on, at least one.
 * @param validation rows to predict.
 */
export function designOf(
  x: Float32Array | Float64Array,
  width: number,
  train: Int32Array,
  validation: Int32Array,
): Design {
  return centred(x, train, x, validation, width);
}

/**
 * A design of rows that were prepared apart.
 *
 * @param train [n, width], row-major.
 * @param validation [m, width], row-major.
 */
export function designOfPrepared(train: Float32Array, validation: Float32Array, width: number): Design {
  return centred(train, allRows(train.length / width), validation, allRows(validation.length / width), width);
}

function centred(
  x: Float32Array | Float64Array,
  train: Int32Array,
  other: Float32Array | Float64Array,
  validation: Int32Array,
  width: number,
): Design {
  const means = new Float64Array(width);
  for (const row of train) for (let j = 0; j < width; j++) means[j]! += x[row * width + j]! / train.length;
  const less = (from: Float32Array | Float64Array, rows: Int32Array) => {
    const taken = new Float64Array(rows.length * width);
    rows.forEach((row, i) => {
      for (let j = 0; j < width; j++) taken[i * width + j] = from[row * width + j]! - means[j]!;
    });
    return taken;
  };
  return { width, train: less(x, train), validation: less(other, validation) };
}

/**
 * Weighted XᵀX.
 *
 * @param x [n, width], row-major.
 * @param weights [n]; null for ones.
 * @returns [width, width]: its lower triangle, zeros above.
 */
export function gram(x: Float64Array, width: number, weights: Float64Array | null = null): Float64Array {
  const sums = new Float64Array(width * width);
  for (let row = 0; row < x.length / width; row++) {
    const from = row * width;
    const weight = weights === null ? 1 : weights[row]!;
    for (let i = 0; i < width; i++) {
      const value = weight * x[from + i]!;
      if (value === 0) continue;
      for (let j = 0; j <= i; j++) sums[i * width + j]! += value * x[from + j]!;
    }
  }
  return sums;
}

/** Xᵀy. @param x [n, width], row-major. @param y [n]. @returns [width]. */
export function crossProducts(x: Float64Array, width: number, y: Float64Array): Float64Array {
  const sums = new Float64Array(width);
  for (let row = 0; row < y.length; row++) {
    const value = y[row]!;
    for (let j = 0; j < width; j++) sums[j]! += value * x[row * width + j]!;
  }
  return sums;
}

/** X b. @param x [n, width], row-major. @param coefficients [width]. @returns [n]. */
export function linearValues(x: Float64Array, coefficients: Float64Array): Float64Array {
  const width = coefficients.length;
  const values = new Float64Array(width === 0 ? 0 : x.length / width);
  for (let row = 0; row < values.length; row++) {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += x[row * width + j]! * coefficients[j]!;
    values[row] = sum;
  }
  return values;
}

/** Adds to the diagonal. */
export function penalised(matrix: Float64Array, width: number, penalty: number): Float64Array {
  const sum = matrix.slice();
  for (let i = 0; i < width; i++) sum[i * width + i]! += penalty;
  return sum;
}

/**
 * Prepares least squares with a squared penalty for many targets of the same rows. The penalty is the one of four with the
 * least generalised cross-validation error on these rows, so no other row takes part in the choice.
 *
 * @param x [n, width], row-major, centred.
 * @returns fits a centred target, [n].
 * @see Golub, Heath, Wahba: Generalized cross-validation as a method for choosing a good ridge parameter (1979)
 */
export function prepareRidge(x: Float64Array, width: number): (y: Float64Array) => Ridge {
  const n = x.length / width;
  const products = gram(x, width);
  const candidates = PENALTIES.flatMap((multiple) => {
    const penalty = multiple * n;
    const factor = cholesky(penalised(products, width, penalty), width);
    if (factor === null) return [];
    // The intercept takes one degree of freedom, the coefficients those of the hat matrix: width - penalty · tr(inverse).
    const free = Math.max(1e-9, n - 1 - width + penalty * traceOfInverse(factor, width));
    return [{ penalty, factor, free }];
  });
  return (y) => {
    const cross = crossProducts(x, width, y);
    // A loop, since `reduce` takes several times as long; the gate fits thousands of permuted targets.
    let squares = 0;
    for (let i = 0; i < y.length; i++) squares += y[i]! * y[i]!;
    let best: Ridge = { coefficients: new Float64Array(width), penalty: Infinity };
    let least = Infinity;
    for (const { penalty, factor, free } of candidates) {
      const coefficients = solve(factor, cross);
      let fitted = 0;
      let size = 0;
      for (let j = 0; j < width; j++) {
        fitted += coefficients[j]! * cross[j]!;
        size += coefficients[j]! * coefficients[j]!;
      }
      // ‖y - X b‖², since (XᵀX + penalty) b = Xᵀy.
      const error = Math.max(0, squares - fitted - penalty * size) / (free * free);
      if (error < least) {
        least = error;
        best = { coefficients, penalty };
      }
    }
    return best;
  };
}
