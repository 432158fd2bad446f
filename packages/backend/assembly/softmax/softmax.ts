import { exp4 } from '../math/exp';
import { log4 } from '../math/log';

/** The largest of a row. A NaN is passed over: it comes back by its power, and by the sum. */
export function rowMaximum(columns: i32, x: usize): f32 {
  let best = f32x4.splat(-f32.MAX_VALUE * 2);
  let left = columns;
  for (; left >= 4; left -= 4, x += 16) best = f32x4.pmax(best, v128.load(x));
  for (; left > 0; left--, x += 4) best = f32x4.pmax(best, v128.load32_splat(x));
  const halves = f32x4.pmax(best, v128.shuffle<i32>(best, best, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.pmax(halves, v128.shuffle<i32>(halves, halves, 1, 0, 3, 2)), 0);
}

/** e^x of a row over its sum, `largest` taken off first. @returns the sum of the powers, before they are divided. */
export function softmaxRow(columns: i32, x: usize, largest: f32, y: usize): f32 {
  const sum = rowPowers(true, columns, x, largest, y);
  const sum4 = f32x4.splat(sum);
  let left = columns;
  for (; left >= 4; left -= 4, y += 16) v128.store(y, f32x4.div(v128.load(y), sum4));
  for (; left > 0; left--, y += 4) store<f32>(y, load<f32>(y) / sum);
  return sum;
}

/** Stores e^(x - shift) of a row, or where `STORE` is false only adds it up. @returns the sum, along four strands. */
// @ts-ignore: decorator
@inline
function rowPowers(STORE: bool, columns: i32, x: usize, shift: f32, y: usize): f32 {
  const shift4 = f32x4.splat(shift);
  let sums = f32x4.splat(0);
  let left = columns;
  for (; left >= 4; left -= 4, x += 16, y += 16) {
    const power = exp4(f32x4.sub(v128.load(x), shift4));
    sums = f32x4.add(sums, power);
    if (STORE) v128.store(y, power);
  }
  let sum =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 2) +
    (f32x4.extract_lane(sums, 1) + f32x4.extract_lane(sums, 3));
  for (; left > 0; left--, x += 4, y += 4) {
    const power = f32x4.extract_lane(exp4(f32x4.sub(v128.load32_splat(x), shift4)), 0);
    sum += power;
    if (STORE) store<f32>(y, power);
  }
  return sum;
}

/**
 * e^x of each row over its sum. The largest value is taken off first: nothing overflows.
 *
 * @param x [rows, columns].
 * @param y [rows, columns]; may be x.
 */
export function softmax(rows: i32, columns: i32, x: usize, y: usize): void {
  const step = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++, x += step, y += step) softmaxRow(columns, x, rowMaximum(columns, x), y);
}

/**
 * The logarithm of `softmax`, without its way through the powers: x less its maximum less the logarithm of the sum.
 *
 * @param x [rows, columns].
 * @param y [rows, columns]; may be x.
 */
export function logSoftmax(rows: i32, columns: i32, x: usize, y: usize): void {
  const step = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++, x += step, y += step) {
    const largest = rowMaximum(columns, x);
    const logarithm = log4(f32x4.splat(rowPowers(false, columns, x, largest, y)));
    const largest4 = f32x4.splat(largest);
    let from = x;
    let at = y;
    let left = columns;
    for (; left >= 4; left -= 4, from += 16, at += 16) {
      v128.store(at, f32x4.sub(f32x4.sub(v128.load(from), largest4), logarithm));
    }
    for (; left > 0; left--, from += 4, at += 4) {
      store<f32>(at, load<f32>(from) - largest - f32x4.extract_lane(logarithm, 0));
    }
  }
}
