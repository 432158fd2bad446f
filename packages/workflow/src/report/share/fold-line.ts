/** One epoch of a fit, as the service keeps it. */
export interface Point {
  epoch: number;
  trainLoss: number;
  validationLoss: number | null;
  validationScore: number | null;
}

/** The quantity of a point that is drawn. */
export type Quantity = 'trainLoss' | 'validationLoss' | 'validationScore';

/** The mean over folds at each epoch, and the range from the lowest to the highest fold. */
export interface FoldLine {
  /** One per epoch, from the first; null where a fold has no value. */
  mean: (number | null)[];
  /** Null if there is only one fold. */
  band: { low: number; high: number }[] | null;
  /** How many folds the mean is over. */
  folds: number;
}

/** A NaN or infinite loss is stored as the largest number; such points aren't drawn. */
const DIVERGED = 1e300;

/**
 * The mean over the folds that are furthest along, as on the page: a fold that lags behind joins once it has caught up.
 *
 * @param folds the points of each fold, in order of epochs.
 * @param ended whether no fold goes on: the mean is then over all, and one that ended before the others stays where it ended.
 */
export function foldLine(folds: readonly (readonly Point[])[], quantity: Quantity, ended = false): FoldLine {
  const epochs = epochsOf(folds);
  const furthest = folds
    .filter((points) => points.at(-1)?.epoch === epochs || (ended && points.length > 0))
    .map((points) => continued(byEpoch(points, quantity), points.at(-1)!.epoch, epochs));
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

/** @returns the last epoch that any fold has reached. */
export function epochsOf(folds: readonly (readonly Point[])[]): number {
  return Math.max(0, ...folds.map((points) => points.at(-1)?.epoch ?? 0));
}

/** A fold with its last tenth's mean up to the last epoch of all. */
function continued(values: Map<number, number>, last: number, epochs: number): Map<number, number> {
  const tail = Math.min(15, Math.max(1, Math.round(last / 10)));
  const ends = Array.from({ length: tail }, (_, i) => values.get(last - i)).filter((value) => value !== undefined);
  if (ends.length === 0) return values;
  const end = ends.reduce((sum, value) => sum + value, 0) / ends.length;
  for (let epoch = last + 1; epoch <= epochs; epoch++) values.set(epoch, end);
  return values;
}

function byEpoch(points: readonly Point[], quantity: Quantity): Map<number, number> {
  const values = new Map<number, number>();
  for (const point of points) {
    const value = point[quantity];
    if (value !== null && Math.abs(value) < DIVERGED) values.set(point.epoch, value);
  }
  return values;
}
