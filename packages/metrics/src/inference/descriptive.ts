/** @returns the mean of `values`, NaN of none. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** @returns the sample standard deviation (divisor n - 1), 0 of fewer than two. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const center = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - center) * (values[i]! - center);
  return Math.sqrt(sum / (values.length - 1));
}

/** @returns the quantile of ascending `sorted` by linear interpolation (R type 7, NumPy's default), finite of finite. */
export function percentile(sorted: Float64Array, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  const [low, high, share] = [sorted[below]!, sorted[above]!, position - below];
  const gap = high - low;
  // A gap may be beyond float64 though no number between its ends is.
  return Number.isFinite(gap) ? low + share * gap : (1 - share) * low + share * high;
}
