import { square } from '@stepwell/base/exact';
import { generator } from '@stepwell/base/random';
import {
  isRanked,
  mean,
  METRICS,
  scoreQueries,
  scoreRows,
  standardDeviation,
  type Predictions,
  type Relevance,
} from '@stepwell/metrics';
import { allRows, anchorsOf, countRows, targetAt, type Target } from '@stepwell/metrics/targets';
import type { MetricName } from '@stepwell/metrics/names';
import type { Measure } from '../measure/index.ts';

/** z(0.975) + z(0.8): found at the 5 % level, two-sided, four times in five. */
export const DETECTABLE_Z = 2.8016;
/** The greatest spread that a share can have: √(½ · ½). */
const WIDEST = 0.5;
/** Rows that are scored together: a guess for all of them at once would take a number for each class of each row. */
const ROWS_AT_ONCE = 1_000;
/** How the measures of numbers grow with the target: by its unit to this power. The others know no such unit. */
const POWERS: Partial<Record<MetricName, number>> = { r2: 0, mae: 1, rmse: 1, mse: 2 };

/**
 * The smallest gain over the baseline that this many validation rows can distinguish from chance, four times in five: 2.8
 * standard errors of the measure at the baseline.
 *
 * Means over rows have the standard error of a mean. Shares of some rows have that of a share. ROC AUC has Hanley and
 * McNeil's at ½, average precision the binomial one of Boyd et al. over the positive rows, RMSE and R² theirs by the
 * delta method. A custom measure is treated as a share, which is rough.
 *
 * @param target the development rows' target.
 * @param rows how many rows are validated on.
 * @returns `gain` in the measure's unit, finite; `how` says what it stands on.
 * @see Hanley, McNeil: The meaning and use of the area under a ROC curve (1982)
 * @see Boyd, Eng, Page: Area under the precision-recall curve (2013)
 */
export function detectableGain(
  target: Target,
  measure: Measure,
  rows: number,
): { gain: number; rough: boolean; how: string } {
  // In units of the largest number, so that no square is infinite.
  const anchors = anchorsOf(target);
  if (anchors !== null && target.kind === 'number') {
    // Guessing is naive here, and rows that overlap count once.
    const { width, values } = target;
    const distances: Target = { kind: 'number', width, values: values.map((value, i) => value - anchors.naive[i]!) };
    const inUnits: Target = {
      ...distances,
      values: distances.values.map((value, i) => value / anchors.units[Math.floor(i / width)]!),
    };
    const plain = measure.name === 'mase' ? { ...measure, name: 'mae' as const } : measure;
    return detectableGain(measure.name === 'mase' ? inUnits : distances, plain, Math.ceil(rows / width));
  }
  const power = POWERS[measure.name];
  const scale = power === undefined ? 1 : largestOf(target);
  const { error, rough, how } = standardError(inUnitsOf(scale, target), measure, Math.max(1, rows));
  let gain = DETECTABLE_Z * error;
  // Not by `scale ** 2`, which may be infinite where the error is 0.
  for (let i = 0; i < (power ?? 0); i++) gain *= scale;
  return { gain: Math.min(Number.MAX_VALUE, gain), rough, how };
}

/** The greatest magnitude of a target of numbers; 1 where it has none above 0. */
function largestOf(target: Target): number {
  if (target.kind !== 'number') return 1;
  return target.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
}

function inUnitsOf(scale: number, target: Target): Target {
  if (target.kind !== 'number' || scale === 1) return target;
  return { ...target, values: target.values.map((value) => value / scale) };
}

interface StandardError {
  error: number;
  rough: boolean;
  how: string;
}

/** Of a mean over queries, the spread of what a random order scores on each. */
function errorOfQueries(relevance: Relevance, measure: Measure, rows: number): StandardError {
  const random = generator(0, 'detectable', 'queries');
  const values = Float64Array.from(relevance.values, () => random.uniform());
  const { scores } = scoreQueries(measure.name, { kind: 'number', width: 1, values }, relevance);
  const judged = Math.max(1, (scores.length * rows) / Math.max(1, relevance.values.length));
  return {
    error: scores.length < 2 ? WIDEST / Math.sqrt(judged) : standardDeviation(scores) / Math.sqrt(judged),
    rough: true,
    how: 'the spread over queries of the score of a random order',
  };
}

function standardError(target: Target, measure: Measure, rows: number): StandardError {
  if (isRanked(target)) return errorOfQueries(target, measure, rows);
  const perRow = (power: number, how: string) => {
    const scores = scoresOfSimplestGuess(target, power === 1 ? measure : { ...measure, name: 'mse' });
    return { error: standardDeviation(scores) / Math.sqrt(rows), center: mean(scores), rough: false, how };
  };
  if (METRICS[measure.name].perRow) return perRow(1, "the spread of the baseline's row scores");
  switch (measure.name) {
    case 'rmse': {
      const { error, center } = perRow(2, '');
      return {
        error: center > 0 ? error / (2 * Math.sqrt(center)) : 0,
        rough: true,
        how: 'the spread of the squared errors of the mean, by the delta method',
      };
    }
    case 'r2': {
      const { error, center } = perRow(2, '');
      return {
        error: center > 0 ? error / center : 0,
        rough: true,
        how: "the spread of the squared errors of the mean, over the target's variance",
      };
    }
    case 'roc-auc':
      return overClasses(target, rows, 'the standard error of Hanley and McNeil at an area of ½', (n, others) =>
        Math.sqrt((n + others + 1) / (12 * n * others)),
      );
    case 'average-precision':
    case 'mean-average-precision':
    case 'precision':
      return overClasses(target, rows, 'the standard error of a share of the positive rows', (n, others) =>
        Math.sqrt((n / (n + others)) * (others / (n + others)) * (1 / n)),
      );
    case 'balanced-accuracy': {
      const numClasses = positivesOf(target, true).length;
      const spread = Math.sqrt((1 / numClasses) * (1 - 1 / numClasses));
      return overClasses(
        target,
        rows,
        'the standard error of a share of each class',
        (n) => spread / Math.sqrt(n),
        true,
      );
    }
    case 'recall':
    case 'f1':
      return overClasses(
        target,
        rows,
        'the widest standard error of a share of the positive rows',
        (n) => WIDEST / Math.sqrt(n),
      );
    case 'f1-micro': {
      const named = positivesOf(target, true).reduce((sum, count) => sum + count, 0) * (rows / countRows(target));
      return {
        error: WIDEST / Math.sqrt(Math.max(1, named)),
        rough: true,
        how: 'the widest standard error of a share of all positive predictions',
      };
    }
    default:
      return {
        error: WIDEST / Math.sqrt(rows),
        rough: true,
        how: 'the widest standard error of a share of the rows, because your measure has no known one',
      };
  }
}

/** The mean over classes or labels of something measured for each, whose errors are taken as independent. */
function overClasses(
  target: Target,
  rows: number,
  how: string,
  errorOf: (positives: number, others: number) => number,
  everyClass = false,
): StandardError {
  const scale = rows / countRows(target);
  const counts = positivesOf(target, everyClass);
  const squares = counts.map((count) => {
    const positives = Math.max(1, count * scale);
    return square(errorOf(positives, Math.max(1, rows - positives)));
  });
  return { error: Math.sqrt(squares.reduce((sum, square) => sum + square, 0)) / counts.length, rough: true, how };
}

/** How many rows are positive: of two classes the second's, of several each class's, of labels each label's. */
function positivesOf(target: Target, everyClass: boolean): number[] {
  if (target.kind === 'number') return [countRows(target)];
  if (target.kind === 'labels') {
    const width = target.labels.length;
    const counts = Array.from({ length: width }, () => 0);
    target.values.forEach((value, i) => {
      counts[i % width]! += value;
    });
    return counts;
  }
  const counts = Array.from({ length: target.classes.length }, () => 0);
  for (const code of target.codes) if (code >= 0) counts[code]! += 1;
  return counts.length === 2 && !everyClass ? counts.slice(1) : counts;
}

/** Row scores of always guessing the shares of the classes or labels, or the mean of a number. */
function scoresOfSimplestGuess(target: Target, measure: Measure): Float64Array {
  const rows = countRows(target);
  const guess = simplestGuess(target);
  const scores = new Float64Array(rows);
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const some = allRows(Math.min(ROWS_AT_ONCE, rows - from)).map((row) => from + row);
    const predictions = always(guess, target.kind, some.length);
    scores.set(scoreRows({ ...measure, threshold: 0.5 }, predictions, targetAt(target, some)), from);
  }
  return scores;
}

/** One row of it. */
function simplestGuess(target: Target): number[] {
  if (target.kind !== 'number') return positivesOf(target, true).map((count) => count / countRows(target));
  const { width, values } = target;
  return Array.from({ length: width }, (_, column) => mean(values.filter((__, i) => i % width === column)));
}

/** The same in every row. */
function always(guess: number[], kind: Target['kind'], rows: number): Predictions {
  const width = guess.length;
  const values = Float64Array.from({ length: rows * width }, (_, i) => guess[i % width]!);
  switch (kind) {
    case 'classes':
      return { kind: 'probabilities', numClasses: width, values };
    case 'labels':
      return { kind: 'labels', numLabels: width, values };
    case 'number':
      return { kind: 'number', width, values };
  }
}
