import { exp4, sigmoid4, tanh4 } from '../math/exp';

/** Codes of the activations, as the callers in src/ number them. */
export const LINEAR = 0;
export const RELU = 1;
export const SIGMOID = 2;
export const TANH = 3;
export const RELU6 = 4;
export const ELU = 5;
export const LEAKY_RELU = 6;

// @ts-ignore: decorator
@inline
function activate4(activation: i32, slope: f32, x: v128): v128 {
  const zero = f32x4.splat(0);
  if (activation == RELU) return f32x4.max(x, zero);
  if (activation == SIGMOID) return sigmoid4(x);
  if (activation == TANH) return tanh4(x);
  if (activation == RELU6) return f32x4.min(f32x4.max(x, zero), f32x4.splat(6));
  const negative = f32x4.lt(x, zero);
  if (activation == ELU) return v128.bitselect(f32x4.sub(exp4(x), f32x4.splat(1)), x, negative);
  return v128.bitselect(f32x4.mul(x, f32x4.splat(slope)), x, negative);
}

// @ts-ignore: decorator
@inline
function sweep(activation: i32, slope: f32, count: i32, at: usize): void {
  let left = count;
  for (; left >= 4; left -= 4, at += 16) v128.store(at, activate4(activation, slope, v128.load(at)));
  for (; left > 0; left--, at += 4) {
    store<f32>(at, f32x4.extract_lane(activate4(activation, slope, v128.load32_splat(at)), 0));
  }
}

/**
 * Applies an activation to `count` floats in place. NaN stays NaN.
 *
 * @param slope of LEAKY_RELU below zero; unused otherwise.
 */
export function activate(activation: i32, slope: f32, count: i32, at: usize): void {
  if (activation == RELU) sweep(RELU, slope, count, at);
  else if (activation == SIGMOID) sweep(SIGMOID, slope, count, at);
  else if (activation == TANH) sweep(TANH, slope, count, at);
  else if (activation == RELU6) sweep(RELU6, slope, count, at);
  else if (activation == ELU) sweep(ELU, slope, count, at);
  else if (activation == LEAKY_RELU) sweep(LEAKY_RELU, slope, count, at);
}

// @ts-ignore: decorator
@inline
function gradient4(activation: i32, y: v128, d: v128): v128 {
  const one = f32x4.splat(1);
  if (activation == RELU) return v128.and(d, f32x4.gt(y, f32x4.splat(0)));
  if (activation == SIGMOID) return f32x4.mul(d, f32x4.mul(y, f32x4.sub(one, y)));
  return f32x4.mul(d, f32x4.sub(one, f32x4.mul(y, y)));
}

// @ts-ignore: decorator
@inline
function sweepGradient(activation: i32, count: i32, out: usize, delta: usize, to: usize): void {
  let at: usize = 0;
  for (const whole = <usize>(count & ~3) << 2; at < whole; at += 16) {
    v128.store(to + at, gradient4(activation, v128.load(out + at), v128.load(delta + at)));
  }
  for (const end = <usize>count << 2; at < end; at += 4) {
    const result = gradient4(activation, v128.load32_splat(out + at), v128.load32_splat(delta + at));
    store<f32>(to + at, f32x4.extract_lane(result, 0));
  }
}

/**
 * Multiplies `count` derivatives by the activation's own, told by what it gave: `to = delta f'(x)` where `out = f(x)`.
 *
 * @param to may be `delta`.
 */
export function activationGradient(activation: i32, count: i32, out: usize, delta: usize, to: usize): void {
  if (activation == RELU) sweepGradient(RELU, count, out, delta, to);
  else if (activation == SIGMOID) sweepGradient(SIGMOID, count, out, delta, to);
  else if (activation == TANH) sweepGradient(TANH, count, out, delta, to);
  else if (to != delta) memory.copy(to, delta, <usize>count << 2);
}
