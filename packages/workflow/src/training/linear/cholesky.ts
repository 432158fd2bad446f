/**
 * Factors a symmetric positive definite matrix into L Lᵀ.
 *
 * @param matrix [n, n], row-major, float64; only its lower triangle is read.
 * @returns [n, n]: L in the lower triangle, zeros above; null if the matrix is not positive definite.
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array | null {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return lower;
}

/**
 * Solves L Lᵀ x = b.
 *
 * @param lower [n, n]: the factor.
 * @param b [n].
 * @returns [n]: x.
 */
export function solve(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * x[k]!;
    x[i] = sum / lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i]! / lower[i * n + i]!;
    x[i] = value;
    for (let k = 0; k < i; k++) x[k]! -= lower[i * n + k]! * value;
  }
  return x;
}

/**
 * The trace of (L Lᵀ)⁻¹: the sum of the squares of L⁻¹.
 *
 * @param lower [n, n]: the factor.
 */
export function traceOfInverse(lower: Float64Array, n: number): number {
  let trace = 0;
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    // Column j of L⁻¹ has zeros above row j.
    for (let i = j; i < n; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= lower[i * n + k]! * column[k]!;
      const value = sum / lower[i * n + i]!;
      column[i] = value;
      trace += value * value;
    }
  }
  return trace;
}
