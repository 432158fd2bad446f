import { isRanked, namedClass, wilsonInterval, type Asked, type Predictions } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import { curvesOf } from './binary-curves.ts';
import { diagnoseQueries } from './diagnose-queries.ts';
import type { Diagnostics, NumberDiagnostics } from './diagnostics.ts';

/** Classes of a matrix, and labels, that a page can show: on a phone the matrix scrolls. */
const MOST_CLASSES = 30;
const MOST_TARGETS = 6;
const BINS = 32;
const RESIDUAL_BINS = 21;

/**
 * Details of the test beyond one number: the confusion matrix, predictions against true values.
 *
 * @param predictions of the test rows, in order.
 * @param target of the same rows.
 * @param names of the target's columns.
 * @param measure of the run; with the threshold from which the second of two classes is predicted.
 */
export function diagnose(
  predictions: Predictions,
  target: Target,
  names: readonly string[],
  measure: Pick<Asked, 'name' | 'threshold'>,
): Diagnostics {
  if (target.kind === 'classes') return diagnoseClasses(predictions, target, measure.threshold);
  if (target.kind === 'labels') return diagnoseLabels(predictions, target);
  if (isRanked(target)) return diagnoseQueries(predictions, target, measure.name);
  const { width, values } = target;
  const column = (of: Float64Array, at: number) => of.filter((_, i) => i % width === at);
  return {
    kind: 'number',
    targets: names
      .slice(0, MOST_TARGETS)
      .map((name, at) => diagnoseNumber(name, column(values, at), column(predictions.values, at))),
    left: Math.max(0, names.length - MOST_TARGETS),
  };
}

function diagnoseClasses(
  { values }: Predictions,
  { classes, codes }: Extract<Target, { kind: 'classes' }>,
  threshold: number,
): Diagnostics {
  const numClasses = classes.length;
  const occurs = new Float64Array(numClasses);
  for (const code of codes) if (code >= 0) occurs[code]!++;
  const shown = numClasses <= MOST_CLASSES ? classes.map((_, code) => code) : mostCommon(occurs, MOST_CLASSES - 1);
  const together = numClasses - shown.length;
  const size = shown.length + (together > 0 ? 1 : 0);
  const place = classes.map((_, code) => (shown.includes(code) ? shown.indexOf(code) : size - 1));
  const matrix = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  codes.forEach((code, row) => {
    // A class that no training row had is nowhere in the matrix.
    if (code >= 0) matrix[place[code]!]![place[namedClass(values, numClasses, row, threshold)]!]!++;
  });
  const second = (row: number) => values[2 * row + 1]!;
  return {
    kind: 'classes',
    classes: [...shown.map((code) => classes[code]!), ...(together > 0 ? ['others'] : [])],
    together,
    matrix,
    curves:
      numClasses === 2
        ? curvesOf(
            Float64Array.from(codes, (_, row) => second(row)),
            Uint8Array.from(codes, (code) => Number(code === 1)),
          )
        : null,
  };
}

/** @returns the most frequent `count` of them, in their own order. */
function mostCommon(occurs: Float64Array, count: number): number[] {
  return Array.from(occurs, (_, i) => i)
    .sort((a, b) => occurs[b]! - occurs[a]! || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

function diagnoseLabels(
  predictions: Predictions,
  { labels, values }: Extract<Target, { kind: 'labels' }>,
): Diagnostics {
  const width = labels.length;
  const counted = labels.map((label) => ({ label, hits: 0, falseAlarms: 0, misses: 0 }));
  values.forEach((truth, i) => {
    const count = counted[i % width]!;
    const named = predictions.values[i]! >= 0.5;
    if (named && truth === 1) count.hits++;
    else if (named) count.falseAlarms++;
    else if (truth === 1) count.misses++;
  });
  const shown = mostCommon(
    Float64Array.from(counted, ({ hits, misses }) => hits + misses),
    MOST_CLASSES,
  );
  const withInterval = (i: number) => {
    const count = counted[i]!;
    return { ...count, ci: wilsonInterval(count.hits, count.hits + count.misses) };
  };
  return { kind: 'labels', labels: shown.map(withInterval), left: width - shown.length };
}

function diagnoseNumber(target: string, truths: Float64Array, predicted: Float64Array): NumberDiagnostics {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of [truths, predicted].flatMap((values) => [...values])) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const counts = new Map<number, number>();
  truths.forEach((truth, row) => {
    const cell = binOf(truth, low, high, BINS) * BINS + binOf(predicted[row]!, low, high, BINS);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  });
  const residuals = predicted.map((value, row) => value - truths[row]!);
  // As far to both sides: whether it leans shows at a glance.
  const reach = residuals.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const bars = Array.from({ length: RESIDUAL_BINS }, () => 0);
  for (const value of residuals) bars[binOf(value, -reach, reach, RESIDUAL_BINS)]!++;
  return {
    target,
    low,
    high,
    bins: BINS,
    cells: [...counts].map(([cell, rows]) => [Math.floor(cell / BINS), cell % BINS, rows]),
    residuals: { low: 0 - reach, high: reach, counts: bars },
  };
}

/** Which of so many equal bins a value falls into; the middle one where there is no width. */
function binOf(value: number, low: number, high: number, bins: number): number {
  const width = high / 2 - low / 2;
  if (!(width > 0)) return Math.floor(bins / 2);
  return Math.min(bins - 1, Math.max(0, Math.floor(((value / 2 - low / 2) / width) * bins)));
}
