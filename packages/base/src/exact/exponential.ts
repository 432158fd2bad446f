const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
/** Beyond it e^x leaves float64. */
const LARGEST = 709.782712893384;
const SMALLEST = -745.2;

/**
 * e to the power of x by `+ - * /` alone, hence the same bits in every engine, which `Math.exp` is not. Within 1e-15 of the true
 * value, relatively, where it isn't below 2^-1022.
 *
 * @param x any number.
 * @returns Infinity above 709.78, 0 below -745.2.
 * @see Muller: Elementary Functions (2016), 11.2, for the reduction
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > LARGEST) return Infinity;
  if (x < SMALLEST) return 0;
  // x = k ln 2 + r with |r| ≤ 0.347: k times the first part of ln 2 is exact.
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  // The fifteenth term is below 2^-64.
  let series = 1;
  for (let n = 14; n >= 1; n--) series = 1 + (r / n) * series;
  // Two factors, since 2^k itself may leave float64.
  const half = Math.trunc(k / 2);
  return series * powerOfTwo(half) * powerOfTwo(k - half);
}

/** e^x - 1, accurate also where x is small. The same bits in every engine. */
export function expm1(x: number): number {
  if (!(Math.abs(x) < 0.3)) return exp(x) - 1;
  let series = 1;
  for (let n = 15; n >= 2; n--) series = 1 + (x / n) * series;
  return x * series;
}

function powerOfTwo(exponent: number): number {
  let power = 1;
  const factor = exponent < 0 ? 0.5 : 2;
  for (let i = Math.abs(exponent); i > 0; i--) power *= factor;
  return power;
}
