import { exp, ln, log1p } from '@stepwell/base/exact';
import { cholesky, solve } from './cholesky.ts';
import { crossProducts, gram, linearValues, penalised } from './ridge.ts';

const MOST_ITERATIONS = 12;
const CLOSE = 1e-6;
/** Log odds are kept within it: a class that can be told apart for certain has infinite ones. */
const FARTHEST = 30;

/** A linear function of centred inputs whose value is the log odds. */
export interface Logistic {
  intercept: number;
  /** [width]. */
  coefficients: Float64Array;
}

/** @returns the probability of log odds. */
export function sigmoid(odds: number): number {
  return 1 / (1 + exp(-Math.min(FARTHEST, Math.max(-FARTHEST, odds))));
}

/**
 * Logistic regression with a squared penalty on the coefficients, by Newton's method. A step that doesn't lower the loss is
 * halved.
 *
 * @param x [n, width], row-major, centred.
 * @param y [n]: 0 or 1, both present.
 * @param penalty added to the diagonal of the Hessian; greater than 0.
 * @see Hastie, Tibshirani, Friedman: The Elements of Statistical Learning, 4.4.1
 */
export function fitLogistic(x: Float64Array, width: number, y: Float64Array, penalty: number): Logistic {
  const share = y.reduce((sum, value) => sum + value, 0) / y.length;
  let model: Logistic = { intercept: ln(share / (1 - share)), coefficients: new Float64Array(width) };
  let odds = oddsOf(model, x, y.length);
  let loss = lossOf(odds, y, model, penalty);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const residuals = y.map((value, row) => value - sigmoid(odds[row]!));
    const weights = odds.map((value) => Math.max(1e-9, sigmoid(value) * (1 - sigmoid(value))));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    // The intercept is eliminated: with weighted column means m, the Hessian of the rest is XᵀWX - total m mᵀ.
    const sums = crossProducts(x, width, weights);
    const hessian = penalised(gram(x, width, weights), width, penalty);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) hessian[i * width + j]! -= (sums[i]! * sums[j]!) / total;
    }
    const ofIntercept = residuals.reduce((sum, residual) => sum + residual, 0);
    const gradient = crossProducts(x, width, residuals).map(
      (value, j) => value - penalty * model.coefficients[j]! - (sums[j]! * ofIntercept) / total,
    );
    const factor = cholesky(hessian, width);
    if (factor === null) break;
    const step = solve(factor, gradient);
    let back = ofIntercept;
    for (let j = 0; j < width; j++) back -= sums[j]! * step[j]!;
    const stepOfIntercept = back / total;
    let next = model;
    let nextLoss = Infinity;
    let nextOdds = odds;
    for (let scale = 1; scale > 1e-3 && !(nextLoss <= loss); scale /= 2) {
      next = {
        intercept: model.intercept + scale * stepOfIntercept,
        coefficients: model.coefficients.map((value, j) => value + scale * step[j]!),
      };
      nextOdds = oddsOf(next, x, y.length);
      nextLoss = lossOf(nextOdds, y, next, penalty);
    }
    if (!(nextLoss < loss)) break;
    const gained = loss - nextLoss;
    [model, odds, loss] = [next, nextOdds, nextLoss];
    if (gained < CLOSE * y.length) break;
  }
  return model;
}

/** Log odds of rows. @param x [n, width], row-major, centred as in the fit. @returns [n]. */
export function oddsOf({ intercept, coefficients }: Logistic, x: Float64Array, rows: number): Float64Array {
  if (coefficients.length === 0) return new Float64Array(rows).fill(intercept);
  return linearValues(x, coefficients).map((value) => value + intercept);
}

function lossOf(odds: Float64Array, y: Float64Array, { coefficients }: Logistic, penalty: number): number {
  const size = coefficients.reduce((sum, value) => sum + value * value, 0);
  // log(1 + eᵒ) - y o, whose exponential can't overflow.
  return odds.reduce(
    (sum, value, row) => sum + Math.max(0, value) + log1p(exp(-Math.abs(value))) - y[row]! * value,
    (penalty / 2) * size,
  );
}
