/**
 * Four floats at a time, or the one that is left over: `SINGLE` is a constant, so that the same formula makes both the
 * loop and its tail.
 */

// @ts-ignore: decorator
@inline
export function load4(SINGLE: bool, at: usize): v128 {
  return SINGLE ? v128.load32_splat(at) : v128.load(at);
}

// @ts-ignore: decorator
@inline
export function store4(SINGLE: bool, at: usize, values: v128): void {
  if (SINGLE) store<f32>(at, f32x4.extract_lane(values, 0));
  else v128.store(at, values);
}

/** `sum + a b`, rounded twice: a fused one is not everywhere. */
// @ts-ignore: decorator
@inline
export function madd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** Copies `count` floats: inline, for rows too short to call for. */
// @ts-ignore: decorator
@inline
export function copyFloats(count: i32, from: usize, to: usize): void {
  const end = from + (<usize>(count & ~3) << 2);
  for (; from != end; from += 16, to += 16) v128.store(to, v128.load(from));
  for (let left = count & 3; left > 0; left--, from += 4, to += 4) store<f32>(to, load<f32>(from));
}
