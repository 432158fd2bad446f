/**
 * Independent multiplications and additions on registers alone: what one core can do at most with plain SIMD.
 *
 * @param times how often 48 floating-point operations are done.
 * @param values 32 bytes to start from.
 * @returns a number that depends on all of them.
 */
export function multiplyAdds(times: i32, values: usize): f32 {
  const x = v128.load(values);
  const y = v128.load(values, 16);
  let a0 = x;
  let a1 = y;
  let a2 = x;
  let a3 = y;
  let a4 = x;
  let a5 = y;
  let m0 = x;
  let m1 = y;
  let m2 = x;
  let m3 = y;
  let m4 = x;
  let m5 = y;
  for (let i = 0; i < times; i++) {
    a0 = f32x4.add(a0, x);
    m0 = f32x4.mul(m0, y);
    a1 = f32x4.add(a1, x);
    m1 = f32x4.mul(m1, y);
    a2 = f32x4.add(a2, x);
    m2 = f32x4.mul(m2, y);
    a3 = f32x4.add(a3, x);
    m3 = f32x4.mul(m3, y);
    a4 = f32x4.add(a4, x);
    m4 = f32x4.mul(m4, y);
    a5 = f32x4.add(a5, x);
    m5 = f32x4.mul(m5, y);
  }
  const sums = f32x4.add(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)), f32x4.add(a4, a5));
  const products = f32x4.add(f32x4.add(f32x4.add(m0, m1), f32x4.add(m2, m3)), f32x4.add(m4, m5));
  return f32x4.extract_lane(f32x4.add(sums, products), 0);
}
