import { generator, permutation } from '@stepwell/base/random';
import { isMissing, labelAt, type CategoricalColumn } from '@stepwell/data/table';
import type { Target } from '@stepwell/metrics/targets';
import type { FittedColumn } from './preparation.ts';
import { fitScaling } from './scaling.ts';

/** Rows of all categories that each category's own rows are averaged with: a category of as many rows is halfway to the mean. */
const PRIOR_ROWS = 10;
/** Parts that training rows are dealt into, each of which has the rates of the others. */
const PARTS = 5;

type Rates = Extract<FittedColumn, { kind: 'frequency' }>;

/**
 * Categories as rates of the target: for each class, label or number, the mean over the rows of a category, drawn towards the mean
 * of all rows, less that mean. A category that wasn't seen has the mean.
 *
 * @param rows [n], int32: the rows whose targets are known.
 * @param targets [targets][rows of the part]: what is averaged.
 * @returns as many fitted columns as targets, of the kind that holds a number for each category.
 * @see Micci-Barreca: A preprocessing scheme for high-cardinality categorical attributes (2001)
 */
export function fitTargetRates(
  column: CategoricalColumn,
  rows: Int32Array,
  targets: readonly ((row: number) => number)[],
  markMissing: boolean,
): Rates[] {
  const members = new Map<string, number[]>();
  for (const row of rows) {
    const label = isMissing(column, row) ? null : labelAt(column, row);
    if (label === null) continue;
    const known = members.get(label);
    if (known === undefined) members.set(label, [row]);
    else known.push(row);
  }
  // By name, so that the order of the rows doesn't matter.
  const categories = [...members.keys()].sort();
  return targets.map((valueAt, i): Rates => {
    const mean = meanOf(rows, valueAt);
    const shares = categories.map((category) => {
      const own = members.get(category)!;
      return (meanOf(own, valueAt) - mean) * (own.length / (own.length + PRIOR_ROWS));
    });
    const perRow = Float64Array.from(
      categories.flatMap((category, at) => members.get(category)!.map(() => shares[at]!)),
    );
    return {
      kind: 'frequency',
      column: column.name,
      categories,
      shares,
      scaling: fitScaling(perRow, 'z-score'),
      markMissing: markMissing && i === 0,
    };
  });
}

/** What rates are means of: 1 or 0 for each class or label (the second of two), or numbers. */
export function ratedBy(target: Target): ((row: number) => number)[] {
  switch (target.kind) {
    case 'classes': {
      const { codes, classes } = target;
      if (target.ordered === true) return [(row) => codes[row]!];
      const rated = classes.length === 2 ? [1] : classes.map((_, code) => code).slice(0, MOST_TARGETS);
      return rated.map((code) => (row) => (codes[row] === code ? 1 : 0));
    }
    case 'labels': {
      const width = target.labels.length;
      return target.labels.slice(0, MOST_TARGETS).map((_, label) => (row) => target.values[row * width + label]!);
    }
    case 'number': {
      const { width, values } = target;
      return Array.from({ length: Math.min(width, MOST_TARGETS) }, (_, at) => (row) => values[row * width + at]!);
    }
  }
}

/** Numbers that a category becomes, at most. */
const MOST_TARGETS = 20;

/**
 * Deals training rows into parts, so that each has the rates of the others: a row's own target must not be among its inputs.
 *
 * @param rows how many.
 * @returns positions among the training rows.
 */
export function partsOfRows(rows: number): Int32Array[] {
  const order = permutation(rows, generator(0, 'target-rate', rows));
  return Array.from({ length: Math.min(PARTS, rows) }, (_, part) =>
    order.filter((_row, i) => i % PARTS === part).sort(),
  );
}

function meanOf(rows: ArrayLike<number>, valueAt: (row: number) => number): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) sum += valueAt(rows[i]!);
  return rows.length === 0 ? 0 : sum / rows.length;
}
