import { namedClass } from '@stepwell/metrics';
import { stringify } from 'csv-stringify/sync';
import { csvCell } from '@stepwell/base/format';
import type { StoredPredictions } from './storage/objects.ts';

/** Rows whose predictions are wanted: those that were scored, or all that were predicted of the test file. */
export type PredictedRows = 'scored' | 'file';

/**
 * Writes predictions as CSV, one line per row: the row number in the file, the prediction, and the probability of
 * each class or label if any.
 *
 * @param target names of the predicted columns.
 * @param wanted with `file`, the rows of a test file without a target are among the others; or alone, where the scored rows
 *   were drawn from the training file.
 */
export function predictionsCsv(target: string[], stored: StoredPredictions, wanted: PredictedRows = 'file'): string {
  const predictions = wanted === 'file' ? ofTestFile(stored) : stored;
  const { kind, columns, rows, values } = predictions;
  const probabilities = kind === 'number' ? [] : columns.map((label) => `p(${label})`);
  const { origins } = stored;
  const named = origins !== undefined && origins.series !== null && origins.names.length > 0 ? origins : null;
  const first = [...(named === null ? [] : [named.series!]), origins?.time ?? 'row'];
  const header = [...first, ...(kind === 'probabilities' ? [target[0]!] : columns), ...probabilities];
  const records = rows.map((row, i) => {
    const of = values.slice(i * columns.length, (i + 1) * columns.length);
    const which = [...(named === null ? [] : [named.names[i]!]), origins?.times[i] ?? row];
    return [...which, ...predictionOf(predictions, i, of), ...(kind === 'number' ? [] : of)];
  });
  const cells = [header, ...records].map((record) =>
    record.map((cell) => (typeof cell === 'string' ? csvCell(cell) : cell)),
  );
  return stringify(cells);
}

/** The predictions with those of the rows without a target, in the order of the test file. */
function ofTestFile(stored: StoredPredictions): StoredPredictions {
  const { rows, values, columns, unscored, sameFile } = stored;
  if (unscored === null) return stored;
  if (!sameFile) return { ...stored, ...unscored };
  const width = columns.length;
  const all = [
    ...rows.map((row, i) => ({ row, of: values.slice(i * width, (i + 1) * width) })),
    ...unscored.rows.map((row, i) => ({ row, of: unscored.values.slice(i * width, (i + 1) * width) })),
  ].sort((a, b) => a.row - b.row);
  return { ...stored, rows: all.map(({ row }) => row), values: all.flatMap(({ of }) => of) };
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
