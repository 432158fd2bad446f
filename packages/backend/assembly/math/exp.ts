/**
 * e^x of four numbers, within 2 units in the last place: x = n ln 2 + r with |r| ≤ ln 2 / 2, a polynomial of degree 6
 * for e^r, and n into the exponent. Nothing but + and *, so every engine gets the same bits.
 *
 * Above 88.72 it is infinite, below -87.33 zero; NaN stays NaN.
 *
 * @see Moshier, Cephes Mathematical Library, expf: the split of ln 2 and the coefficients
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const bounded = f32x4.max(f32x4.min(x, f32x4.splat(88.72283)), f32x4.splat(-87.33654));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)));
  const high = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)));
  const r = f32x4.add(high, f32x4.mul(n, f32x4.splat(2.12194440e-4)));
  let p = f32x4.add(f32x4.mul(f32x4.splat(1.9875691500e-4), r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  const power = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
  // 2^n in two halves: 2^128 has no exponent of its own.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  const first = i32x4.shl(i32x4.add(half, i32x4.splat(127)), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(whole, half), i32x4.splat(127)), 23);
  const scaled = f32x4.mul(f32x4.mul(power, first), second);
  const kept = v128.andnot(scaled, f32x4.lt(x, f32x4.splat(-87.33654)));
  return v128.bitselect(f32x4.splat(f32.MAX_VALUE * 2), kept, f32x4.gt(x, f32x4.splat(88.72283)));
}

/** 1 / (1 + e^-x) of four numbers, by e^-|x|: nothing overflows. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  const small = exp4(f32x4.neg(f32x4.abs(x)));
  const positive = f32x4.div(one, f32x4.add(one, small));
  return v128.bitselect(f32x4.mul(small, positive), positive, f32x4.lt(x, f32x4.splat(0)));
}

/** tanh of four numbers: (1 - e^-2|x|) / (1 + e^-2|x|) with x's sign, and its series near zero. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const size = f32x4.abs(x);
  const small = exp4(f32x4.mul(size, f32x4.splat(-2)));
  const far = f32x4.div(f32x4.sub(one, small), f32x4.add(one, small));
  const square = f32x4.mul(size, size);
  let p = f32x4.add(f32x4.mul(f32x4.splat(-5.70498872745e-3), square), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, square), size), size);
  const positive = v128.bitselect(near, far, f32x4.lt(size, f32x4.splat(0.625)));
  return v128.or(positive, v128.and(x, f32x4.splat(-0.0)));
}
