/** A gain that the sealed rows show to be none in so many tests is called inconclusive. */
const ALPHA = 0.05;

/**
 * Whether the sealed rows rule out that the gain over guessing is chance: the one-sided paired test, which counts the noise
 * of the model's score and of the guess's.
 */
export function isSure({ p }: { p: number }): boolean {
  return p < ALPHA;
}
