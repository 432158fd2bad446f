import { load4, store4 } from '../memory/lanes';

/**
 * The transforms of Winograd's convolution F(4 × 4, 3 × 3) along one line, of four channels at a time. Its points are 0, ±√½,
 * ±√2 and ∞: they lose fewer digits than the usual 0, ±1, ±2 and ∞. With a = √2,
 * Bᵀ = [1 0 -5/2 0 1 0; 0 -a -2 a/2 1 0; 0 a -2 -a/2 1 0; 0 -a/2 -½ a 1 0; 0 a/2 -½ -a 1 0; 0 1 0 -5/2 0 1],
 * G = [1 0 0; -⅔ -a/3 -⅓; -⅔ a/3 -⅓; ⅙ a/6 ⅓; ⅙ -a/6 ⅓; 0 0 1],
 * Aᵀ = [1 1 1 1 1 0; 0 a/2 -a/2 a -a 0; 0 ½ ½ 2 2 0; 0 a/4 -a/4 2a -2a 1].
 *
 * Each takes its values `fromStep` bytes apart and leaves them `toStep` bytes apart. `SINGLE` values are one channel.
 *
 * @see Barabasz, Anderson, Soodhalter, Gregg: Error Analysis and Improving the Accuracy of Winograd Convolution (2020)
 */

const ROOT: f32 = 1.4142135;
const HALF_ROOT: f32 = 0.70710677;

// @ts-ignore: decorator
@inline
function times(factor: f32, x: v128): v128 {
  return f32x4.mul(f32x4.splat(factor), x);
}

/** Bᵀ d: six inputs. */
// @ts-ignore: decorator
@inline
export function inputLine(SINGLE: bool, from: usize, fromStep: usize, TO_SINGLE: bool, to: usize, toStep: usize): void {
  const d0 = load4(SINGLE, from);
  const d1 = load4(SINGLE, from + fromStep);
  const d2 = load4(SINGLE, from + 2 * fromStep);
  const d3 = load4(SINGLE, from + 3 * fromStep);
  const d4 = load4(SINGLE, from + 4 * fromStep);
  const d5 = load4(SINGLE, from + 5 * fromStep);
  store4(TO_SINGLE, to, f32x4.add(f32x4.sub(d0, times(2.5, d2)), d4));
  const even = f32x4.sub(d4, times(2, d2));
  const odd = times(HALF_ROOT, f32x4.sub(d3, times(2, d1)));
  store4(TO_SINGLE, to + toStep, f32x4.add(even, odd));
  store4(TO_SINGLE, to + 2 * toStep, f32x4.sub(even, odd));
  const even2 = f32x4.sub(d4, times(0.5, d2));
  const odd2 = times(ROOT, f32x4.sub(d3, times(0.5, d1)));
  store4(TO_SINGLE, to + 3 * toStep, f32x4.add(even2, odd2));
  store4(TO_SINGLE, to + 4 * toStep, f32x4.sub(even2, odd2));
  store4(TO_SINGLE, to + 5 * toStep, f32x4.add(f32x4.sub(d1, times(2.5, d3)), d5));
}

/** B v: the transpose of `inputLine`. @param ADD whether the six values are added to what is there. */
// @ts-ignore: decorator
@inline
export function inputGradientLine(
  SINGLE: bool,
  from: usize,
  fromStep: usize,
  ADD: bool,
  TO_SINGLE: bool,
  to: usize,
  toStep: usize,
): void {
  const v0 = load4(SINGLE, from);
  const v1 = load4(SINGLE, from + fromStep);
  const v2 = load4(SINGLE, from + 2 * fromStep);
  const v3 = load4(SINGLE, from + 3 * fromStep);
  const v4 = load4(SINGLE, from + 4 * fromStep);
  const v5 = load4(SINGLE, from + 5 * fromStep);
  const sum = f32x4.add(v1, v2);
  const sum2 = f32x4.add(v3, v4);
  const difference = f32x4.sub(v1, v2);
  const difference2 = f32x4.sub(v3, v4);
  put(ADD, TO_SINGLE, to, v0);
  const from1 = f32x4.add(times(ROOT, difference), times(HALF_ROOT, difference2));
  put(ADD, TO_SINGLE, to + toStep, f32x4.sub(v5, from1));
  const from2 = f32x4.add(times(2, sum), times(0.5, sum2));
  put(ADD, TO_SINGLE, to + 2 * toStep, f32x4.sub(times(-2.5, v0), from2));
  const from3 = f32x4.add(times(HALF_ROOT, difference), times(ROOT, difference2));
  put(ADD, TO_SINGLE, to + 3 * toStep, f32x4.sub(from3, times(2.5, v5)));
  put(ADD, TO_SINGLE, to + 4 * toStep, f32x4.add(v0, f32x4.add(sum, sum2)));
  put(ADD, TO_SINGLE, to + 5 * toStep, v5);
}

// @ts-ignore: decorator
@inline
function put(ADD: bool, SINGLE: bool, at: usize, value: v128): void {
  store4(SINGLE, at, ADD ? f32x4.add(load4(SINGLE, at), value) : value);
}

/** Aᵀ m: six products to four outputs. */
// @ts-ignore: decorator
@inline
export function outputLine(SINGLE: bool, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const m0 = load4(SINGLE, from);
  const m1 = load4(SINGLE, from + fromStep);
  const m2 = load4(SINGLE, from + 2 * fromStep);
  const m3 = load4(SINGLE, from + 3 * fromStep);
  const m4 = load4(SINGLE, from + 4 * fromStep);
  const m5 = load4(SINGLE, from + 5 * fromStep);
  const sum = f32x4.add(m1, m2);
  const sum2 = f32x4.add(m3, m4);
  const difference = times(HALF_ROOT, f32x4.sub(m1, m2));
  const difference2 = times(ROOT, f32x4.sub(m3, m4));
  v128.store(to, f32x4.add(m0, f32x4.add(sum, sum2)));
  v128.store(to + toStep, f32x4.add(difference, difference2));
  v128.store(to + 2 * toStep, f32x4.add(times(0.5, sum), times(2, sum2)));
  v128.store(to + 3 * toStep, f32x4.add(f32x4.add(times(0.5, difference), times(2, difference2)), m5));
}

/** A dy: the transpose of `outputLine`. @param count of the four outputs that there are; the others are zeros. */
// @ts-ignore: decorator
@inline
export function outputGradientLine(
  SINGLE: bool,
  from: usize,
  fromStep: usize,
  count: i32,
  TO_SINGLE: bool,
  to: usize,
  toStep: usize,
): void {
  const zero = f32x4.splat(0);
  const y0 = load4(SINGLE, from);
  const y1 = count > 1 ? load4(SINGLE, from + fromStep) : zero;
  const y2 = count > 2 ? load4(SINGLE, from + 2 * fromStep) : zero;
  const y3 = count > 3 ? load4(SINGLE, from + 3 * fromStep) : zero;
  store4(TO_SINGLE, to, y0);
  const even = f32x4.add(y0, times(0.5, y2));
  const odd = times(HALF_ROOT, f32x4.add(y1, times(0.5, y3)));
  store4(TO_SINGLE, to + toStep, f32x4.add(even, odd));
  store4(TO_SINGLE, to + 2 * toStep, f32x4.sub(even, odd));
  const even2 = f32x4.add(y0, times(2, y2));
  const odd2 = times(ROOT, f32x4.add(y1, times(2, y3)));
  store4(TO_SINGLE, to + 3 * toStep, f32x4.add(even2, odd2));
  store4(TO_SINGLE, to + 4 * toStep, f32x4.sub(even2, odd2));
  store4(TO_SINGLE, to + 5 * toStep, y3);
}

/** G g: three weights to six. */
// @ts-ignore: decorator
@inline
export function filterLine(SINGLE: bool, from: usize, fromStep: usize, TO_SINGLE: bool, to: usize, toStep: usize): void {
  const g0 = load4(SINGLE, from);
  const g1 = load4(SINGLE, from + fromStep);
  const g2 = load4(SINGLE, from + 2 * fromStep);
  store4(TO_SINGLE, to, g0);
  const even = times(<f32>(-2 / 3.0), f32x4.add(g0, times(0.5, g2)));
  const odd = times(<f32>(1.4142135623730951 / 3), g1);
  store4(TO_SINGLE, to + toStep, f32x4.sub(even, odd));
  store4(TO_SINGLE, to + 2 * toStep, f32x4.add(even, odd));
  const even2 = times(<f32>(1 / 6.0), f32x4.add(g0, times(2, g2)));
  const odd2 = times(<f32>(1.4142135623730951 / 6), g1);
  store4(TO_SINGLE, to + 3 * toStep, f32x4.add(even2, odd2));
  store4(TO_SINGLE, to + 4 * toStep, f32x4.sub(even2, odd2));
  store4(TO_SINGLE, to + 5 * toStep, g2);
}

/** Gᵀ u: the transpose of `filterLine`. */
// @ts-ignore: decorator
@inline
export function filterGradientLine(
  SINGLE: bool,
  from: usize,
  fromStep: usize,
  TO_SINGLE: bool,
  to: usize,
  toStep: usize,
): void {
  const u1 = load4(SINGLE, from + fromStep);
  const u2 = load4(SINGLE, from + 2 * fromStep);
  const u3 = load4(SINGLE, from + 3 * fromStep);
  const u4 = load4(SINGLE, from + 4 * fromStep);
  const sum = times(<f32>(1 / 3.0), f32x4.add(u1, u2));
  const sum2 = times(<f32>(1 / 3.0), f32x4.add(u3, u4));
  const first = f32x4.sub(times(0.5, sum2), times(2, sum));
  store4(TO_SINGLE, to, f32x4.add(load4(SINGLE, from), first));
  const odd = times(<f32>(1.4142135623730951 / 3), f32x4.sub(u2, u1));
  const odd2 = times(<f32>(1.4142135623730951 / 6), f32x4.sub(u3, u4));
  store4(TO_SINGLE, to + toStep, f32x4.add(odd, odd2));
  store4(TO_SINGLE, to + 2 * toStep, f32x4.add(f32x4.sub(sum2, sum), load4(SINGLE, from + 5 * fromStep)));
}
