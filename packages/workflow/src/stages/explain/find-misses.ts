import { findColumn, labelAt, type Table } from '@stepwell/data/table';
import { namedClass, type Asked, type Predictions } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import type { Miss } from './explanation.ts';

const MOST = 10;
const MOST_CELLS = 6;
const HALF = 0.5;

/** Rows with their predictions, and the loss of each. */
export interface Judged {
  table: Table;
  target: Target;
  ids: Int32Array;
  predictions: Predictions;
  losses: Float64Array;
}

/**
 * The rows that were predicted worst, the worst first.
 *
 * @param columns whose cells are shown, the most important first.
 */
export function findMisses(rows: Judged, measure: Pick<Asked, 'threshold'>, columns: readonly string[]): Miss[] {
  const { losses, ids, table } = rows;
  const worst = Array.from(losses, (_, row) => row)
    .sort((a, b) => losses[b]! - losses[a]! || ids[a]! - ids[b]!)
    .slice(0, MOST);
  return worst.map((row): Miss => {
    const cells = columns.slice(0, MOST_CELLS).flatMap((name) => {
      const column = findColumn(table, name);
      return column === undefined ? [] : [{ column: name, value: labelAt(column, row) }];
    });
    return { row: ids[row]! + 1, loss: losses[row]!, ...valuesOf(rows, row, measure.threshold), cells };
  });
}

function valuesOf({ target, predictions }: Judged, row: number, threshold: number): Pick<Miss, 'truth' | 'predicted'> {
  const { values } = predictions;
  switch (target.kind) {
    case 'number': {
      const of = (from: Float64Array) => Array.from(from.subarray(row * target.width, (row + 1) * target.width));
      return { truth: of(target.values), predicted: of(values) };
    }
    case 'classes': {
      const { classes, codes } = target;
      return {
        truth: [classes[codes[row]!] ?? 'unknown'],
        predicted: [classes[namedClass(values, classes.length, row, threshold)]!],
      };
    }
    case 'labels': {
      const { labels } = target;
      const named = (from: ArrayLike<number>) => labels.filter((_, i) => from[row * labels.length + i]! >= HALF);
      return { truth: named(target.values), predicted: named(values) };
    }
  }
}
