import type { Point } from './curve.ts';

/** What of a point is drawn. */
export type Quantity = 'trainLoss' | 'validationLoss' | 'validationScore';

/** What left the numbers is written as the largest of them: no such point is drawn. */
const DIVERGED = 1e300;

/** @returns a fold's values, one an epoch from the first; null where there is none. */
export function valuesOf(points: readonly Point[], quantity: Quantity, epochs: number): (number | null)[] {
  const values = Array.from({ length: epochs }, (): number | null => null);
  for (const point of points) {
    const value = point[quantity];
    if (point.epoch <= epochs && value !== null && Math.abs(value) < DIVERGED) values[point.epoch - 1] = value;
  }
  return values;
}

/** @returns the last epoch that any of the folds has come to. */
export function epochsOf(folds: readonly (readonly Point[])[]): number {
  return Math.max(0, ...folds.map((points) => points.at(-1)?.epoch ?? 0));
}

/**
 * The mean over the folds that have come furthest. A fold that lags behind joins when it has caught up: a mean over other
 * folds at every epoch would show steps that no fold took.
 *
 * @returns the mean at each epoch, and over how many folds it is.
 */
export function meanOverFolds(
  folds: readonly (readonly Point[])[],
  quantity: Quantity,
): { values: (number | null)[]; folds: number } {
  const epochs = epochsOf(folds);
  const furthest = folds
    .filter((points) => points.at(-1)?.epoch === epochs)
    .map((points) => valuesOf(points, quantity, epochs));
  const values = Array.from({ length: epochs }, (_, i) => {
    let sum = 0;
    for (const fold of furthest) {
      const value = fold[i];
      if (value === null || value === undefined) return null;
      sum += value;
    }
    return sum / furthest.length;
  });
  return { values, folds: furthest.length };
}
