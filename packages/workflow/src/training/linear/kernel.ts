import { square } from '@stepwell/base/exact';
import { cholesky, solve, traceOfInverse } from './cholesky.ts';

/** A penalty as a multiple of the mean eigenvalue of the products. */
const PENALTIES = [0.1, 1, 10, 100];

/** Inner products of rows, centred on the means of those that are fitted. */
export interface Products {
  /** [n, n], row-major: of the rows fitted, with each other. */
  train: Float64Array;
  /** [m, n], row-major: of the rows to predict, with those fitted. */
  validation: Float64Array;
}

/**
 * Takes the rows of a fold out of a matrix of inner products, as if every input were centred on its mean over `train`.
 *
 * @param all [rows, rows], row-major, symmetric.
 * @see Schölkopf, Smola, Müller: Nonlinear component analysis as a kernel eigenvalue problem (1998), appendix A
 */
export function productsOf(all: Float64Array, rows: number, train: Int32Array, validation: Int32Array): Products {
  const n = train.length;
  const means = new Float64Array(rows);
  for (const other of train) for (let row = 0; row < rows; row++) means[row]! += all[other * rows + row]! / n;
  const grand = train.reduce((sum, row) => sum + means[row]! / n, 0);
  const centred = (of: Int32Array) => {
    const taken = new Float64Array(of.length * n);
    of.forEach((row, i) =>
      train.forEach((other, j) => {
        taken[i * n + j] = all[row * rows + other]! - means[row]! - means[other]! + grand;
      }),
    );
    return taken;
  };
  return { train: centred(train), validation: centred(validation) };
}

/**
 * Prepares ridge regression in its dual form, for many targets of the same rows: its cost depends on the rows and not on the
 * inputs. Of four penalties the one with the least generalised cross-validation error on these rows is taken.
 *
 * @param products [n, n], row-major, centred.
 * @returns fits a centred target, [n], to dual coefficients, [n]; zeros where nothing can be fitted.
 * @see Golub, Heath, Wahba: Generalized cross-validation as a method for choosing a good ridge parameter (1979)
 */
export function prepareKernelRidge(products: Float64Array, n: number): (y: Float64Array) => Float64Array {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += products[i * n + i]!;
  const candidates = (trace > 0 ? PENALTIES : []).flatMap((multiple) => {
    const penalty = (multiple * trace) / n;
    const matrix = products.slice();
    for (let i = 0; i < n; i++) matrix[i * n + i]! += penalty;
    const factor = cholesky(matrix, n);
    // The intercept takes one degree of freedom, the coefficients those of the hat matrix: n - penalty · tr(inverse).
    return factor === null ? [] : [{ factor, residual: penalty, free: penalty * traceOfInverse(factor, n) - 1 }];
  });
  return (y) => {
    let best: Float64Array = new Float64Array(n);
    let least = Infinity;
    for (const { factor, residual, free } of candidates) {
      const dual = solve(factor, y);
      // y - K a = penalty · a, since (K + penalty) a = y.
      // A loop: `reduce` takes several times as long.
      let squares = 0;
      for (let i = 0; i < n; i++) squares += square(residual * dual[i]!);
      const error = squares / square(Math.max(1e-9, free));
      if (error < least) [least, best] = [error, dual];
    }
    return best;
  };
}
