/** A search's own trials and the rungs before it: `tune-3`, `rung-2`, each on all rows or on a share of them. */
const SEARCHED = /^(?:tune|rung)-/;

/**
 * Which trial a picture of a run shows: the chosen one of a finished search, else the latest of the search or the ladder,
 * else the small model of the gate.
 *
 * @param begun ids of all trials that have begun, in any order.
 * @param best the chosen trial; null before there is one.
 * @returns null while nothing was trained.
 */
export function trialToShare(begun: readonly string[], best: string | null): string | null {
  const ordered = begun.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (best !== null) {
    const chosen =
      ordered.findLast((trial) => trial === best) ?? ordered.findLast((trial) => trial.startsWith(`${best}-`));
    if (chosen !== undefined) return chosen;
  }
  // In the order of the alphabet a rung comes before the search.
  const latest = ordered.findLast((trial) => SEARCHED.test(trial));
  if (latest !== undefined) return latest;
  return ordered.includes('power') ? 'power' : (ordered.at(-1) ?? null);
}
