import { load4, store4 } from '../memory/lanes';

/**
 * The transforms of Winograd's convolution F(2 × 2, 3 × 3), each of four channels at a time, or of one where `SINGLE`. With
 * Bᵀ = [1 0 -1 0; 0 1 1 0; 0 -1 1 0; 0 1 0 -1], G = [1 0 0; ½ ½ ½; ½ -½ ½; 0 0 1], Aᵀ = [1 1 1 0; 0 1 -1 -1], a tile of four
 * by four inputs d and a filter g give the two by two outputs Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A.
 *
 * Sixteen places of a transformed tile lie in planes, `plane` bytes apart.
 *
 * @see Lavin, Gray: Fast Algorithms for Convolutional Neural Networks (2016)
 */

/** Bᵀ d B. @param d a tile of inputs: `rowStep` bytes from row to row, `pixel` from column to column. */
// @ts-ignore: decorator
@inline
export function transformInput(SINGLE: bool, d: usize, rowStep: usize, pixel: usize, to: usize, plane: usize): void {
  const d1 = d + rowStep;
  const d2 = d1 + rowStep;
  const d3 = d2 + rowStep;
  inputRow(SINGLE, false, d, d2, pixel, to, plane);
  inputRow(SINGLE, true, d1, d2, pixel, to + 4 * plane, plane);
  inputRow(SINGLE, false, d2, d1, pixel, to + 8 * plane, plane);
  inputRow(SINGLE, false, d1, d3, pixel, to + 12 * plane, plane);
}

/** A row of Bᵀ d, the sum or the difference of two rows, times B. */
// @ts-ignore: decorator
@inline
function inputRow(SINGLE: bool, SUM: bool, a: usize, b: usize, pixel: usize, to: usize, plane: usize): void {
  const t0 = combine(SUM, load4(SINGLE, a), load4(SINGLE, b));
  const t1 = combine(SUM, load4(SINGLE, a + pixel), load4(SINGLE, b + pixel));
  const t2 = combine(SUM, load4(SINGLE, a + 2 * pixel), load4(SINGLE, b + 2 * pixel));
  const t3 = combine(SUM, load4(SINGLE, a + 3 * pixel), load4(SINGLE, b + 3 * pixel));
  store4(SINGLE, to, f32x4.sub(t0, t2));
  store4(SINGLE, to + plane, f32x4.add(t1, t2));
  store4(SINGLE, to + 2 * plane, f32x4.sub(t2, t1));
  store4(SINGLE, to + 3 * plane, f32x4.sub(t1, t3));
}

// @ts-ignore: decorator
@inline
function combine(SUM: bool, a: v128, b: v128): v128 {
  return SUM ? f32x4.add(a, b) : f32x4.sub(a, b);
}

/** B v Bᵀ, added to a tile of the inputs' derivatives: the transpose of `transformInput`. */
// @ts-ignore: decorator
@inline
export function addInputGradient(
  SINGLE: bool,
  v: usize,
  plane: usize,
  d: usize,
  rowStep: usize,
  pixel: usize,
): void {
  inputColumn(SINGLE, 0, v, plane, d, rowStep);
  inputColumn(SINGLE, 1, v, plane, d + pixel, rowStep);
  inputColumn(SINGLE, 2, v, plane, d + 2 * pixel, rowStep);
  inputColumn(SINGLE, 3, v, plane, d + 3 * pixel, rowStep);
}

/** Column j (a constant) of B v Bᵀ. */
// @ts-ignore: decorator
@inline
function inputColumn(SINGLE: bool, j: i32, v: usize, plane: usize, d: usize, rowStep: usize): void {
  const v0 = across(SINGLE, j, v, plane);
  const v1 = across(SINGLE, j, v + 4 * plane, plane);
  const v2 = across(SINGLE, j, v + 8 * plane, plane);
  const v3 = across(SINGLE, j, v + 12 * plane, plane);
  addTo(SINGLE, d, v0);
  addTo(SINGLE, d + rowStep, f32x4.add(f32x4.sub(v1, v2), v3));
  addTo(SINGLE, d + 2 * rowStep, f32x4.sub(f32x4.add(v1, v2), v0));
  addTo(SINGLE, d + 3 * rowStep, f32x4.neg(v3));
}

/** Place j of one row of v Bᵀ. */
// @ts-ignore: decorator
@inline
function across(SINGLE: bool, j: i32, v: usize, plane: usize): v128 {
  if (j == 0) return load4(SINGLE, v);
  if (j == 3) return f32x4.neg(load4(SINGLE, v + 3 * plane));
  const v1 = load4(SINGLE, v + plane);
  const v2 = load4(SINGLE, v + 2 * plane);
  if (j == 1) return f32x4.add(f32x4.sub(v1, v2), load4(SINGLE, v + 3 * plane));
  return f32x4.sub(f32x4.add(v1, v2), load4(SINGLE, v));
}

// @ts-ignore: decorator
@inline
function addTo(SINGLE: bool, at: usize, value: v128): void {
  store4(SINGLE, at, f32x4.add(load4(SINGLE, at), value));
}

/** Aᵀ m A, added to `start`, no less than zero where `RELU`. @param rows, @param columns of the two by two outputs that there are: 1 or 2. */
// @ts-ignore: decorator
@inline
export function transformOutput(
  SINGLE: bool,
  RELU: bool,
  m: usize,
  plane: usize,
  rows: i32,
  columns: i32,
  start: v128,
  to: usize,
  rowStep: usize,
  pixel: usize,
): void {
  outputRow(SINGLE, RELU, 0, m, plane, columns, start, to, pixel);
  if (rows > 1) outputRow(SINGLE, RELU, 1, m, plane, columns, start, to + rowStep, pixel);
}

/** Row i (a constant) of the outputs. */
// @ts-ignore: decorator
@inline
function outputRow(
  SINGLE: bool,
  RELU: bool,
  i: i32,
  m: usize,
  plane: usize,
  columns: i32,
  start: v128,
  to: usize,
  pixel: usize,
): void {
  const t0 = down(SINGLE, i, m, plane);
  const t1 = down(SINGLE, i, m + plane, plane);
  const t2 = down(SINGLE, i, m + 2 * plane, plane);
  store4(SINGLE, to, ending(RELU, f32x4.add(start, f32x4.add(f32x4.add(t0, t1), t2))));
  if (columns > 1) {
    const t3 = down(SINGLE, i, m + 3 * plane, plane);
    store4(SINGLE, to + pixel, ending(RELU, f32x4.add(start, f32x4.sub(f32x4.sub(t1, t2), t3))));
  }
}

// @ts-ignore: decorator
@inline
function ending(RELU: bool, value: v128): v128 {
  return RELU ? f32x4.max(value, f32x4.splat(0)) : value;
}

/** Row i of Aᵀ m in one column. */
// @ts-ignore: decorator
@inline
function down(SINGLE: bool, i: i32, m: usize, plane: usize): v128 {
  const m1 = load4(SINGLE, m + 4 * plane);
  const m2 = load4(SINGLE, m + 8 * plane);
  if (i == 0) return f32x4.add(f32x4.add(load4(SINGLE, m), m1), m2);
  return f32x4.sub(f32x4.sub(m1, m2), load4(SINGLE, m + 12 * plane));
}

/** A dy Aᵀ: the transpose of `transformOutput`. @param rows, @param columns of dy that there are; the others count as zeros. */
// @ts-ignore: decorator
@inline
export function transformOutputGradient(
  SINGLE: bool,
  dy: usize,
  rows: i32,
  columns: i32,
  rowStep: usize,
  pixel: usize,
  to: usize,
  plane: usize,
): void {
  const zero = f32x4.splat(0);
  const y00 = load4(SINGLE, dy);
  const y01 = columns > 1 ? load4(SINGLE, dy + pixel) : zero;
  const y10 = rows > 1 ? load4(SINGLE, dy + rowStep) : zero;
  const y11 = rows > 1 && columns > 1 ? load4(SINGLE, dy + rowStep + pixel) : zero;
  spread(SINGLE, y00, y01, to, plane);
  spread(SINGLE, f32x4.add(y00, y10), f32x4.add(y01, y11), to + 4 * plane, plane);
  spread(SINGLE, f32x4.sub(y00, y10), f32x4.sub(y01, y11), to + 8 * plane, plane);
  spread(SINGLE, f32x4.neg(y10), f32x4.neg(y11), to + 12 * plane, plane);
}

/** One row times Aᵀ. */
// @ts-ignore: decorator
@inline
function spread(SINGLE: bool, left: v128, right: v128, to: usize, plane: usize): void {
  store4(SINGLE, to, left);
  store4(SINGLE, to + plane, f32x4.add(left, right));
  store4(SINGLE, to + 2 * plane, f32x4.sub(left, right));
  store4(SINGLE, to + 3 * plane, f32x4.neg(right));
}

/** G g Gᵀ. @param g nine places, `step` bytes apart. @param to sixteen places, `plane` bytes apart. */
// @ts-ignore: decorator
@inline
export function transformFilter(SINGLE: bool, g: usize, step: usize, to: usize, plane: usize): void {
  filterRows(SINGLE, 0, g, step, to, plane);
  filterRows(SINGLE, 1, g, step, to + 4 * plane, plane);
  filterRows(SINGLE, 2, g, step, to + 8 * plane, plane);
  filterRows(SINGLE, 3, g, step, to + 12 * plane, plane);
}

/** Row i (a constant) of G g Gᵀ. */
// @ts-ignore: decorator
@inline
function filterRows(SINGLE: bool, i: i32, g: usize, step: usize, to: usize, plane: usize): void {
  const half = f32x4.splat(0.5);
  const t0 = filterRow(SINGLE, i, g, step);
  const t1 = filterRow(SINGLE, i, g + step, step);
  const t2 = filterRow(SINGLE, i, g + 2 * step, step);
  const ends = f32x4.add(t0, t2);
  store4(SINGLE, to, t0);
  store4(SINGLE, to + plane, f32x4.mul(half, f32x4.add(ends, t1)));
  store4(SINGLE, to + 2 * plane, f32x4.mul(half, f32x4.sub(ends, t1)));
  store4(SINGLE, to + 3 * plane, t2);
}

/** Row i of G g in one column. */
// @ts-ignore: decorator
@inline
function filterRow(SINGLE: bool, i: i32, g: usize, step: usize): v128 {
  if (i == 0) return load4(SINGLE, g);
  if (i == 3) return load4(SINGLE, g + 6 * step);
  const middle = load4(SINGLE, g + 3 * step);
  const ends = f32x4.add(load4(SINGLE, g), load4(SINGLE, g + 6 * step));
  return f32x4.mul(f32x4.splat(0.5), i == 1 ? f32x4.add(ends, middle) : f32x4.sub(ends, middle));
}

/** Gᵀ u G: the transpose of `transformFilter`. */
// @ts-ignore: decorator
@inline
export function transformFilterGradient(SINGLE: bool, u: usize, plane: usize, to: usize, step: usize): void {
  gradientRows(SINGLE, 0, u, plane, to, step);
  gradientRows(SINGLE, 1, u, plane, to + 3 * step, step);
  gradientRows(SINGLE, 2, u, plane, to + 6 * step, step);
}

/** Row i (a constant) of Gᵀ u G. */
// @ts-ignore: decorator
@inline
function gradientRows(SINGLE: bool, i: i32, u: usize, plane: usize, to: usize, step: usize): void {
  const half = f32x4.splat(0.5);
  const t0 = gradientRow(SINGLE, i, u, plane);
  const t1 = gradientRow(SINGLE, i, u + plane, plane);
  const t2 = gradientRow(SINGLE, i, u + 2 * plane, plane);
  const t3 = gradientRow(SINGLE, i, u + 3 * plane, plane);
  const middle = f32x4.mul(half, f32x4.add(t1, t2));
  store4(SINGLE, to, f32x4.add(t0, middle));
  store4(SINGLE, to + step, f32x4.mul(half, f32x4.sub(t1, t2)));
  store4(SINGLE, to + 2 * step, f32x4.add(middle, t3));
}

/** Row i of Gᵀ u in one column. */
// @ts-ignore: decorator
@inline
function gradientRow(SINGLE: bool, i: i32, u: usize, plane: usize): v128 {
  const half = f32x4.splat(0.5);
  const u1 = load4(SINGLE, u + 4 * plane);
  const u2 = load4(SINGLE, u + 8 * plane);
  if (i == 1) return f32x4.mul(half, f32x4.sub(u1, u2));
  return f32x4.add(load4(SINGLE, i == 0 ? u : u + 12 * plane), f32x4.mul(half, f32x4.add(u1, u2)));
}
