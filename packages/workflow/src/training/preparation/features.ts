import { isMissing, type NumericColumn } from '@stepwell/data/table';
import type { FittedFeature, FittedFeatures, FittedNumber } from './preparation.ts';
import { applyScaling, fitScaling } from './scaling.ts';

/** How many columns features are made of. */
export const MAX_FEATURE_COLUMNS = 6;
/** How many features there may be. */
export const MAX_FEATURES = 40;
/** Beyond this a feature's squares leave float64: it is not made. */
const TOO_LARGE = 1e150;

/** A column of numbers and how it was fitted. */
export interface NumberSource {
  fitted: FittedNumber;
  column: NumericColumn;
}

/**
 * Fits squares, products and ratios of the few columns of numbers that tell most of the target: what a small model
 * would need many rows to find out by itself. Features that don't vary are left out.
 *
 * @param sources the columns of numbers.
 * @param targets [k][n]: what there is to tell, at the training rows, in their order.
 * @param rows [n], int32: the training rows.
 * @see Chollet, Deep Learning with Python, 5.4.2: Feature engineering
 */
export function fitFeatures(sources: NumberSource[], targets: Float64Array[], rows: Int32Array): FittedFeatures {
  const chosen = mostTelling(sources, targets, rows);
  const features: FittedFeatures = [];
  for (const candidate of candidatesOf(chosen, rows)) {
    if (features.length === MAX_FEATURES) break;
    const valueAt = featureAt(candidate, new Map(chosen.map((source) => [source.column.name, source])));
    const values = Float64Array.from(rows, (row) => valueAt(row) ?? Number.NaN).filter((value) => !Number.isNaN(value));
    const first = values[0];
    if (first === undefined || values.every((value) => value === first)) continue;
    if (values.some((value) => Math.abs(value) > TOO_LARGE)) continue;
    features.push({ ...candidate, scaling: fitScaling(values, 'z-score') });
  }
  return features;
}

/**
 * A feature's value before it is scaled.
 *
 * @param sources by the names of their columns.
 * @returns row -> value; null where one of its columns has none.
 */
export function featureAt(
  { kind, left, right, nearest }: Omit<FittedFeature, 'scaling'>,
  sources: ReadonlyMap<string, NumberSource>,
): (row: number) => number | null {
  const a = sources.get(left);
  const b = sources.get(right);
  if (a === undefined || b === undefined) throw new Error(`the feature of "${left}" and "${right}" lacks its columns`);
  return (row) => {
    if (isMissing(a.column, row) || isMissing(b.column, row)) return null;
    const x = a.column.values[row]!;
    const y = b.column.values[row]!;
    if (kind !== 'ratio') return applyScaling(a.fitted.scaling, x) * applyScaling(b.fitted.scaling, y);
    return x / (Math.abs(y) < Math.abs(nearest) ? nearest : y);
  };
}

/** Squares, then products, then ratios whose divisors have one sign; each of columns in the order given. */
function candidatesOf(sources: NumberSource[], rows: Int32Array): Omit<FittedFeature, 'scaling'>[] {
  const names = sources.map(({ column }) => column.name);
  const pairs = names.flatMap((left, i) => names.slice(i + 1).map((right): [string, string] => [left, right]));
  const nearest = new Map(sources.map((source) => [source.column.name, nearestToZero(source, rows)]));
  const ratio = (left: string, right: string) => {
    const least = nearest.get(right) ?? 0;
    return least === 0 ? [] : [{ kind: 'ratio' as const, left, right, nearest: least }];
  };
  return [
    ...names.map((name) => ({ kind: 'square' as const, left: name, right: name, nearest: 0 })),
    ...pairs.map(([left, right]) => ({ kind: 'product' as const, left, right, nearest: 0 })),
    ...pairs.flatMap(([left, right]) => [...ratio(left, right), ...ratio(right, left)]),
  ];
}

/** The value nearest to 0, where all have one sign; 0 where they don't, or there are none. */
function nearestToZero({ column }: NumberSource, rows: Int32Array): number {
  const present = Float64Array.from(rows, (row) => column.values[row]!).filter(Number.isFinite);
  const low = present.reduce((least, value) => Math.min(least, value), Infinity);
  const high = present.reduce((most, value) => Math.max(most, value), -Infinity);
  if (low > 0 && low < Infinity) return low;
  return high < 0 && high > -Infinity ? high : 0;
}

/** The columns whose prepared values are most correlated with any of the targets, equals in the order given. */
function mostTelling(sources: NumberSource[], targets: Float64Array[], rows: Int32Array): NumberSource[] {
  return sources
    .map((source) => {
      const values = Float64Array.from(rows, (row) =>
        isMissing(source.column, row)
          ? source.fitted.fill
          : applyScaling(source.fitted.scaling, source.column.values[row]!),
      );
      return { source, strength: Math.max(0, ...targets.map((target) => Math.abs(correlation(values, target)))) };
    })
    .sort((a, b) => b.strength - a.strength)
    .slice(0, MAX_FEATURE_COLUMNS)
    .map(({ source }) => source);
}

/** Pearson's; 0 where one of them does not vary. */
function correlation(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < n; i++) [meanA, meanB] = [meanA + a[i]! / n, meanB + b[i]! / n];
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    [both, squaresA, squaresB] = [both + x * y, squaresA + x * x, squaresB + y * y];
  }
  const size = Math.sqrt(squaresA) * Math.sqrt(squaresB);
  return size > 0 ? both / size : 0;
}
