import { mostProbable } from '@stepwell/workflow';
import { stringify } from 'csv-stringify/sync';
import type { StoredPredictions } from './storage/objects.ts';

/**
 * Predictions as CSV, one line a test row, in order: its number in the file, the prediction, and the probability of
 * each class where there are classes.
 *
 * @param target names the prediction's column.
 */
export function predictionsCsv(target: string, predictions: StoredPredictions): string {
  const { classes, rows, values } = predictions;
  const header = ['row', target, ...(classes ?? []).map((label) => `p(${label})`)];
  const records = rows.map((row, i) => {
    if (classes === null) return [row, values[i]!];
    const probabilities = values.slice(i * classes.length, (i + 1) * classes.length);
    return [row, classes[mostProbable(values, classes.length, i)]!, ...probabilities];
  });
  return stringify([header, ...records]);
}
