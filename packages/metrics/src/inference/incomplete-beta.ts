import { exp, ln, log1p, sin } from '@stepwell/base/exact';

/** Coefficients of Lanczos's approximation with g = 7 and nine terms: about fifteen digits. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const TINY = 1e-300;
/** The continued fraction settles within about the square root of the larger parameter. */
const MAX_TERMS = 100_000;

/**
 * ln Γ(x).
 *
 * @param x above 0.
 * @see Lanczos: A precision approximation of the gamma function (1964); the coefficients are Godfrey's (2001)
 */
export function logGamma(x: number): number {
  if (x < 0.5) return ln(Math.PI / sin(Math.PI * x)) - logGamma(1 - x);
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x - 1 + i);
  const t = x + 6.5;
  return ln(Math.sqrt(2 * Math.PI) * sum) + (x - 0.5) * ln(t) - t;
}

/**
 * The regularized incomplete beta function I_x(a, b), the distribution function of a beta variable.
 *
 * @param x from 0 to 1.
 * @param a above 0.
 * @param b above 0.
 * @see https://dlmf.nist.gov/8.17.E22, evaluated by Lentz's method (Thompson, Barnett 1986)
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction settles quickly below the mean; above it the other tail does.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * ln(x) + b * log1p(-x)) / a;
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return front * fraction;
}

/** Keeps Lentz's divisors from 0. */
function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/**
 * Where the distribution function of a beta variable reaches p, by bisection down to neighbouring numbers.
 *
 * @param p from 0 to 1.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
}
