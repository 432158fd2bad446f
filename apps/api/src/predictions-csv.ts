import { namedClass } from '@stepwell/metrics';
import { stringify } from 'csv-stringify/sync';
import { csvCell } from './csv-cell.ts';
import type { StoredPredictions } from './storage/objects.ts';

/**
 * Predictions as CSV, one line a test row, in order: its number in the file, the prediction, and the probability of
 * each class or label where there are any.
 *
 * @param target names the prediction's column, or the columns of several numbers.
 */
export function predictionsCsv(target: string[], predictions: StoredPredictions): string {
  const { kind, columns, rows, values } = predictions;
  const probabilities = kind === 'number' ? [] : columns.map((label) => `p(${label})`);
  const header = ['row', ...(kind === 'probabilities' ? [target[0]!] : columns), ...probabilities];
  const records = rows.map((row, i) => {
    const of = values.slice(i * columns.length, (i + 1) * columns.length);
    return [row, ...named(predictions, i, of), ...(kind === 'number' ? [] : of)];
  });
  const cells = [header, ...records].map((record) =>
    record.map((cell) => (typeof cell === 'string' ? csvCell(cell) : cell)),
  );
  return stringify(cells);
}

/** What is predicted for row `i`: a class, a mark for each label, or the numbers themselves. */
function named({ kind, columns, threshold, values }: StoredPredictions, i: number, of: number[]): (string | number)[] {
  if (kind === 'number') return of;
  if (kind === 'labels') return of.map((p) => (p >= 0.5 ? 1 : 0));
  return [columns[namedClass(values, columns.length, i, threshold)]!];
}
