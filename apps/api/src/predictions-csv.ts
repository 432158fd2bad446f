import { namedClass } from '@stepwell/metrics';
import { stringify } from 'csv-stringify/sync';
import { csvCell } from './csv-cell.ts';
import type { StoredPredictions } from './storage/objects.ts';

/**
 * Writes predictions as CSV, one line per test row: the row number in the file, the prediction, and the probability of
 * each class or label if any.
 *
 * @param target names of the predicted columns.
 */
export function predictionsCsv(target: string[], predictions: StoredPredictions): string {
  const { kind, columns, rows, values } = predictions;
  const probabilities = kind === 'number' ? [] : columns.map((label) => `p(${label})`);
  const header = ['row', ...(kind === 'probabilities' ? [target[0]!] : columns), ...probabilities];
  const records = rows.map((row, i) => {
    const of = values.slice(i * columns.length, (i + 1) * columns.length);
    return [row, ...predictionOf(predictions, i, of), ...(kind === 'number' ? [] : of)];
  });
  const cells = [header, ...records].map((record) =>
    record.map((cell) => (typeof cell === 'string' ? csvCell(cell) : cell)),
  );
  return stringify(cells);
}

/** @returns the prediction for row `i`: a class, 0 or 1 for each label, or numbers. */
function predictionOf(
  { kind, columns, threshold, values }: StoredPredictions,
  i: number,
  of: number[],
): (string | number)[] {
  if (kind === 'number') return of;
  if (kind === 'labels') return of.map((p) => (p >= 0.5 ? 1 : 0));
  return [columns[namedClass(values, columns.length, i, threshold)]!];
}
