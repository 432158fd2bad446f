import { exp } from '@stepwell/base/exact';

/**
 * How likely a standard normal variable is at most x.
 *
 * @see Marsaglia: Evaluating the normal distribution (2004); about fifteen digits
 */
export function normalBelow(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Where the standard normal's distribution function reaches p, from 0 to 1, by bisection; at most 8 from 0. */
export function normalQuantile(p: number): number {
  let low = -8;
  let high = 8;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (normalBelow(middle) < p) low = middle;
    else high = middle;
  }
}
