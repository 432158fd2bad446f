/**
 * Corrects probabilities for how many there are, so that the chance of any false one is bounded.
 *
 * @param ps in any order.
 * @returns the corrected ones in the same order, at most 1.
 * @see Holm: A simple sequentially rejective multiple test procedure (1979)
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a]! - ps[b]!);
  const corrected = ps.map(() => 1);
  let most = 0;
  order.forEach((at, rank) => {
    most = Math.max(most, Math.min(1, ps[at]! * (ps.length - rank)));
    corrected[at] = most;
  });
  return corrected;
}
