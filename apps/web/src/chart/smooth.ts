/**
 * Exponential smoothing without the pull of its start: a running mean in which each value counts `weight` times as much as
 * the one after it. Gaps stay gaps.
 *
 * @param values one an epoch; null where there is none.
 * @param weight from 0 (nothing is smoothed) to below 1.
 * @see Kingma, Ba: Adam (2015), section 3: initialization bias correction
 */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  let sum = 0;
  let weights = 0;
  return values.map((value) => {
    if (value === null) return null;
    sum = weight * sum + value;
    weights = weight * weights + 1;
    return sum / weights;
  });
}
