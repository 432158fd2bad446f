/**
 * The natural logarithm of four positive normal numbers, within 2 units in the last place: x = 2^n m with
 * m in [√½, √2), and a polynomial of degree 9 for ln m. +∞ stays; zero and less are not asked for; NaN stays NaN.
 *
 * @see Moshier, Cephes Mathematical Library, logf: the coefficients
 */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const half = f32x4.splat(0.5);
  const exponent = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126));
  const fraction = v128.or(v128.and(x, i32x4.splat(0x007fffff)), half);
  const low = f32x4.lt(fraction, f32x4.splat(0.707106781186547524));
  // A fraction below √½ is doubled, and its exponent lowered.
  const n = f32x4.convert_i32x4_s(i32x4.add(exponent, low));
  const m = f32x4.sub(f32x4.add(fraction, v128.and(fraction, low)), f32x4.splat(1));
  const square = f32x4.mul(m, m);
  let p = f32x4.add(f32x4.mul(f32x4.splat(7.0376836292e-2), m), f32x4.splat(-1.1514610310e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(1.1676998740e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(-1.2420140846e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(1.4249322787e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(-1.6668057665e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(2.0000714765e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(-2.4999993993e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(3.3333331174e-1));
  const tail = f32x4.mul(f32x4.mul(p, m), square);
  const small = f32x4.add(tail, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  const near = f32x4.add(m, f32x4.sub(small, f32x4.mul(square, half)));
  const result = f32x4.add(near, f32x4.mul(n, f32x4.splat(0.693359375)));
  // Infinity and NaN have the largest exponent; they answer for themselves.
  return v128.bitselect(x, result, i32x4.eq(v128.and(x, i32x4.splat(0x7f800000)), i32x4.splat(0x7f800000)));
}

/** ln(1 + x) of four numbers in [0, 1], exact to rounding for small ones as well. */
// @ts-ignore: decorator
@inline
export function log1p4(x: v128): v128 {
  const one = f32x4.splat(1);
  const sum = f32x4.add(one, x);
  const taken = f32x4.sub(sum, one);
  const corrected = f32x4.div(f32x4.mul(log4(sum), x), taken);
  return v128.bitselect(x, corrected, f32x4.eq(taken, f32x4.splat(0)));
}
