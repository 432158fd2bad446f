import { percentile } from '@stepwell/metrics';
import { cholesky, solve } from './cholesky.ts';
import { crossProducts, gram, linearValues, penalised } from './ridge.ts';

const ITERATIONS = 15;
/** Errors below this share of their median weigh no more: at 0 the weight would be infinite. */
const SMALLEST = 1e-3;

/**
 * Least absolute errors with a squared penalty on the coefficients, by iteratively reweighted least squares: the error of a row
 * weighs 1 / |error|.
 *
 * @param x [n, width], row-major, centred.
 * @param y [n].
 * @param penalty of the same problem with squared errors.
 * @see Schlossmacher: An iterative technique for absolute deviations curve fitting (1973)
 */
export function fitAbsolute(
  x: Float64Array,
  width: number,
  y: Float64Array,
  penalty: number,
): { intercept: number; coefficients: Float64Array } {
  let line: { intercept: number; coefficients: Float64Array } = {
    intercept: percentile(y.toSorted(), 0.5),
    coefficients: new Float64Array(width),
  };
  if (!Number.isFinite(penalty)) return line;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const fitted = linearValues(x, line.coefficients);
    const errors = y.map((value, row) => Math.abs(value - line.intercept - fitted[row]!));
    const typical = percentile(errors.toSorted(), 0.5);
    if (typical === 0) break;
    // Of mean 1, so that the penalty keeps its size beside them.
    const raw = errors.map((error) => 1 / Math.max(error, SMALLEST * typical));
    const mean = raw.reduce((sum, weight) => sum + weight, 0) / raw.length;
    const weights = raw.map((weight) => weight / mean);
    const sums = crossProducts(x, width, weights);
    const weighted = y.map((value, row) => value * weights[row]!);
    const total = weighted.reduce((sum, value) => sum + value, 0);
    const n = y.length;
    const matrix = penalised(gram(x, width, weights), width, penalty);
    const right = crossProducts(x, width, weighted);
    for (let i = 0; i < width; i++) {
      right[i]! -= (sums[i]! * total) / n;
      for (let j = 0; j <= i; j++) matrix[i * width + j]! -= (sums[i]! * sums[j]!) / n;
    }
    const factor = cholesky(matrix, width);
    if (factor === null) break;
    const coefficients = solve(factor, right);
    let intercept = total;
    for (let j = 0; j < width; j++) intercept -= sums[j]! * coefficients[j]!;
    line = { intercept: intercept / n, coefficients };
  }
  return line;
}
