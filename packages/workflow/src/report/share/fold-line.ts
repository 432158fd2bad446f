/** One epoch of a fit, as the service keeps it. */
export interface Point {
  epoch: number;
  trainLoss: number;
  validationLoss: number | null;
  validationScore: number | null;
}

/** What of a point is drawn. */
export type Quantity = 'trainLoss' | 'validationLoss' | 'validationScore';

/** The mean over folds at each epoch, and what lies between the lowest and the highest of them. */
export interface FoldLine {
  /** One an epoch from the first; null where there is none. */
  mean: (number | null)[];
  /** Null where there is but one fold. */
  band: { low: number; high: number }[] | null;
  /** How many folds the mean is over. */
  folds: number;
}

/** What left the numbers is written as the largest of them: no such point is drawn. */
const DIVERGED = 1e300;

/**
 * The mean over the folds that have come furthest, as on the page: a fold that lags behind joins when it has caught up.
 *
 * @param folds the points of each fold, in order of epochs.
 */
export function foldLine(folds: readonly (readonly Point[])[], quantity: Quantity): FoldLine {
  const epochs = epochsOf(folds);
  const furthest = folds.filter((points) => points.at(-1)?.epoch === epochs).map((points) => byEpoch(points, quantity));
  const mean: (number | null)[] = [];
  const band: { low: number; high: number }[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const values = furthest.flatMap((fold) => fold.get(epoch) ?? []);
    if (values.length < furthest.length) {
      mean.push(null);
      band.push({ low: Number.NaN, high: Number.NaN });
      continue;
    }
    mean.push(values.reduce((sum, value) => sum + value, 0) / values.length);
    band.push({ low: Math.min(...values), high: Math.max(...values) });
  }
  return { mean, band: furthest.length > 1 ? band : null, folds: furthest.length };
}

/** @returns the last epoch that any of the folds has come to. */
export function epochsOf(folds: readonly (readonly Point[])[]): number {
  return Math.max(0, ...folds.map((points) => points.at(-1)?.epoch ?? 0));
}

function byEpoch(points: readonly Point[], quantity: Quantity): Map<number, number> {
  const values = new Map<number, number>();
  for (const point of points) {
    const value = point[quantity];
    if (value !== null && Math.abs(value) < DIVERGED) values.set(point.epoch, value);
  }
  return values;
}
