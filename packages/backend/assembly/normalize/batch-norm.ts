import { load4, store4 } from '../memory/lanes';
import { columnSums } from '../reduce/column-sums';

/** Rows summed by themselves before they join the total: errors grow with this and with the number of blocks. */
const BLOCK_ROWS = 256;

/** `to[j] = Σ_i a[i, j] b[i, j]`, where a and b have `aMean` and `bMean` taken off; 0 for nothing to take off. */
// @ts-ignore: decorator
@inline
function sumProducts(rows: i32, columns: i32, a: usize, aMean: usize, b: usize, bMean: usize, part: usize, to: usize): void {
  const step = (<usize>columns) << 2;
  memory.fill(to, 0, step);
  for (let i = 0; i < rows; i += BLOCK_ROWS) {
    memory.fill(part, 0, step);
    for (let k = min(BLOCK_ROWS, rows - i); k > 0; k--, a += step, b += step) {
      let j: usize = 0;
      for (let left = columns; left >= 4; left -= 4, j += 16) addProduct(false, a, aMean, b, bMean, part, j);
      for (; j < step; j += 4) addProduct(true, a, aMean, b, bMean, part, j);
    }
    for (let j: usize = 0; j < step; j += 4) store<f32>(to + j, load<f32>(to + j) + load<f32>(part + j));
  }
}

// @ts-ignore: decorator
@inline
function addProduct(SINGLE: bool, a: usize, aMean: usize, b: usize, bMean: usize, to: usize, j: usize): void {
  const x = f32x4.sub(load4(SINGLE, a + j), load4(SINGLE, aMean + j));
  const y = bMean == 0 ? load4(SINGLE, b + j) : f32x4.sub(load4(SINGLE, b + j), load4(SINGLE, bMean + j));
  store4(SINGLE, to + j, f32x4.add(load4(SINGLE, to + j), f32x4.mul(x, y)));
}

/** Multiplies `count` floats by one. */
// @ts-ignore: decorator
@inline
function scale(count: i32, by: f32, at: usize): void {
  for (let i = 0; i < count; i++, at += 4) store<f32>(at, load<f32>(at) * by);
}

/** `y = (x - mean) factor + shift`, column by column. */
// @ts-ignore: decorator
@inline
function normalized(SINGLE: bool, x: usize, mean: usize, factor: usize, shift: usize, y: usize, j: usize): void {
  const centred = f32x4.sub(load4(SINGLE, x + j), load4(SINGLE, mean + j));
  store4(SINGLE, y + j, f32x4.add(f32x4.mul(centred, load4(SINGLE, factor + j)), load4(SINGLE, shift + j)));
}

/** `to[j] = 1 / √(variance[j] + epsilon)`, times `gamma[j]` where that isn't 0. */
function inverseDeviations(columns: i32, variance: usize, epsilon: f32, gamma: usize, to: usize): void {
  for (let j = 0; j < columns; j++) {
    const at = <usize>j << 2;
    const inverse: f32 = <f32>1 / sqrt<f32>(load<f32>(variance + at) + epsilon);
    store<f32>(to + at, gamma == 0 ? inverse : inverse * load<f32>(gamma + at));
  }
}

/**
 * Means and biased variances of columns.
 *
 * @param x [rows, columns].
 * @param mean [columns], @param variance [columns]; overwritten.
 * @param part [columns] of scratch.
 */
export function moments(rows: i32, columns: i32, x: usize, mean: usize, variance: usize, part: usize): void {
  const share = <f32>(1 / <f64>rows);
  columnSums(rows, columns, x, mean);
  scale(columns, share, mean);
  sumProducts(rows, columns, x, mean, x, mean, part, variance);
  scale(columns, share, variance);
}

/**
 * `y = gamma (x - mean) / √(variance + epsilon) + beta`.
 *
 * @param x [rows, columns]; gamma, beta, mean and variance are [columns].
 * @param y [rows, columns]. @param factor [columns] of scratch.
 */
export function normalize(
  rows: i32,
  columns: i32,
  x: usize,
  gamma: usize,
  beta: usize,
  mean: usize,
  variance: usize,
  epsilon: f32,
  y: usize,
  factor: usize,
): void {
  const step = (<usize>columns) << 2;
  inverseDeviations(columns, variance, epsilon, gamma, factor);
  for (let i = 0; i < rows; i++, x += step, y += step) {
    let j: usize = 0;
    for (let left = columns; left >= 4; left -= 4, j += 16) normalized(false, x, mean, factor, beta, y, j);
    for (; j < step; j += 4) normalized(true, x, mean, factor, beta, y, j);
  }
}

/** `dx = factor (dy - byMean - (x - mean) bySquare)`: what comes through the mean and the variance too. */
// @ts-ignore: decorator
@inline
function passedOn(SINGLE: bool, x: usize, mean: usize, dy: usize, dx: usize, factor: usize, step: usize, j: usize): void {
  const byMean = load4(SINGLE, factor + step + j);
  const bySquare = load4(SINGLE, factor + 2 * step + j);
  const centred = f32x4.sub(load4(SINGLE, x + j), load4(SINGLE, mean + j));
  const rest = f32x4.sub(f32x4.sub(load4(SINGLE, dy + j), byMean), f32x4.mul(centred, bySquare));
  store4(SINGLE, dx + j, f32x4.mul(load4(SINGLE, factor + j), rest));
}

/**
 * The gradients of a normalization by the statistics of the same rows.
 *
 * @param x [rows, columns]; gamma, mean and variance are [columns], as `moments` gave them.
 * @param dy [rows, columns].
 * @param dx [rows, columns], which may be dy; @param dGamma [columns], @param dBeta [columns]; overwritten.
 * @param scratch three times [columns].
 * @see Ioffe, Szegedy: Batch Normalization (2015)
 */
export function normalizeGradient(
  rows: i32,
  columns: i32,
  x: usize,
  gamma: usize,
  mean: usize,
  variance: usize,
  epsilon: f32,
  dy: usize,
  dx: usize,
  dGamma: usize,
  dBeta: usize,
  scratch: usize,
): void {
  const step = (<usize>columns) << 2;
  const share = <f32>(1 / <f64>rows);
  columnSums(rows, columns, dy, dBeta);
  sumProducts(rows, columns, x, mean, dy, 0, scratch, dGamma);
  inverseDeviations(columns, variance, epsilon, 0, scratch);
  for (let j: usize = 0; j < step; j += 4) {
    const inverse = load<f32>(scratch + j);
    const byGamma = load<f32>(dGamma + j) * inverse;
    store<f32>(dGamma + j, byGamma);
    store<f32>(scratch + step + j, load<f32>(dBeta + j) * share);
    store<f32>(scratch + 2 * step + j, byGamma * share * inverse);
    store<f32>(scratch + j, inverse * load<f32>(gamma + j));
  }
  for (let i = 0; i < rows; i++, x += step, dy += step, dx += step) {
    let j: usize = 0;
    for (let left = columns; left >= 4; left -= 4, j += 16) passedOn(false, x, mean, dy, dx, scratch, step, j);
    for (; j < step; j += 4) passedOn(true, x, mean, dy, dx, scratch, step, j);
  }
}
