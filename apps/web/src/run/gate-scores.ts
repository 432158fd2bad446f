import type { RunReport } from '../api/client.ts';

type Gate = Pick<NonNullable<RunReport['gate']>, 'baseline' | 'ci' | 'power'>;

/** @returns the small model's score at both ends of the interval of its gain over guessing, the lower one first. */
export function scoresOf({ baseline, ci }: Gate, greaterIsBetter: boolean): [number, number] {
  const ends = ci.map((gain) => baseline.score + (greaterIsBetter ? gain : -gain));
  return [Math.min(...ends), Math.max(...ends)];
}

/** @returns the score with the smallest gain worth having; null if it isn't known. */
export function worthwhileScore({ baseline, power }: Gate, greaterIsBetter: boolean): number | null {
  if (power === null) return null;
  return baseline.score + (greaterIsBetter ? power.worthwhile : -power.worthwhile);
}
