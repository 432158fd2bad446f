/**
 * Which of `count` places, `step` apart from `start` on, lie in 0 … length - 1: of a window its places, `step` being
 * the dilation; of a row of outputs those whose window has a given place inside, `step` being the stride.
 */

/** @returns the first place inside. */
// @ts-ignore: decorator
@inline
export function firstInside(start: i32, step: i32): i32 {
  return start < 0 ? (step - 1 - start) / step : 0;
}

/** @returns one more than the last place inside; no more than `firstInside` where there is none. */
// @ts-ignore: decorator
@inline
export function endInside(start: i32, step: i32, count: i32, length: i32): i32 {
  return start < length ? min(count, (length - start + step - 1) / step) : 0;
}
