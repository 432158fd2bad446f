/** Draws that one call may take: bounds the work whatever the rows. */
const MAX_DRAWS = 20_000_000;
const MAX_RESAMPLES = 2_000;
/** Fewer would leave a 2.5th percentile to the lowest few. */
const MIN_RESAMPLES = 100;

/**
 * How many resamples or permutations a call takes.
 *
 * @param work what one of them costs: rows times columns.
 */
export function resamplesFor(work: number): number {
  return Math.max(MIN_RESAMPLES, Math.min(MAX_RESAMPLES, Math.floor(MAX_DRAWS / work)));
}

/** The 95 % interval that says nothing: all that a float64 reaches. */
export function everywhere(): [number, number] {
  return [-Number.MAX_VALUE, Number.MAX_VALUE];
}
