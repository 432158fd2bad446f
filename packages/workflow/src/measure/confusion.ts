import type { Target } from '../rows/index.ts';
import { namedClass, widthOfPredictions, type Predictions } from './predictions.ts';
import type { Asked, Scorer } from './measure.ts';
import { codesOf, labelsOf } from './target-values.ts';

/** How often each class or label was named rightly, named wrongly, and missed: [width] each. */
export interface Confusion {
  hits: Float64Array;
  falseAlarms: Float64Array;
  misses: Float64Array;
  /** Rows of a class that the target doesn't know, which no class misses. */
  unknown: number;
  rows: number;
}

/**
 * Counts what was named against what is true.
 *
 * @param predictions of n rows: each row's class is named once, or each of its labels.
 * @returns for a target, the counts by how often each row counts.
 */
export function prepareCounts(
  threshold: number,
  predictions: Predictions,
): (target: Target) => (weights: Float64Array | null) => Confusion {
  const width = widthOfPredictions(predictions);
  const { values } = predictions;
  if (predictions.kind === 'labels') {
    const named = Uint8Array.from(values, (p) => (p >= 0.5 ? 1 : 0));
    return (target) => (weights) => countLabels(named, labelsOf(target), width, weights);
  }
  const named = Int32Array.from({ length: values.length / width }, (_, row) =>
    namedClass(values, width, row, threshold),
  );
  return (target) => (weights) => countClasses(named, codesOf(target), width, weights);
}

function countClasses(named: Int32Array, codes: Int32Array, width: number, weights: Float64Array | null): Confusion {
  const counts = noCounts(width);
  for (let row = 0; row < codes.length; row++) {
    const weight = weights === null ? 1 : weights[row]!;
    const code = codes[row]!;
    counts.rows += weight;
    if (code === named[row]) {
      counts.hits[code]! += weight;
      continue;
    }
    counts.falseAlarms[named[row]!]! += weight;
    if (code < 0) counts.unknown += weight;
    else counts.misses[code]! += weight;
  }
  return counts;
}

function countLabels(named: Uint8Array, truth: Uint8Array, width: number, weights: Float64Array | null): Confusion {
  const counts = noCounts(width);
  for (let row = 0, i = 0; i < truth.length; row++) {
    const weight = weights === null ? 1 : weights[row]!;
    counts.rows += weight;
    for (let label = 0; label < width; label++, i++) {
      if (named[i] === 1) (truth[i] === 1 ? counts.hits : counts.falseAlarms)[label]! += weight;
      else if (truth[i] === 1) counts.misses[label]! += weight;
    }
  }
  return counts;
}

function noCounts(width: number): Confusion {
  const none = () => new Float64Array(width);
  return { hits: none(), falseAlarms: none(), misses: none(), unknown: 0, rows: 0 };
}

/**
 * The metrics of a confusion matrix: balanced accuracy, precision, recall, F1. Of two classes they are those of the second;
 * of more and of labels, means over those that occur among the named or the true. A share of nothing is 0, as in
 * scikit-learn, but undefined where nothing could have been found.
 */
export function prepareConfusion(measure: Asked, predictions: Predictions): (target: Target) => Scorer {
  const prepared = prepareCounts(measure.threshold, predictions);
  const binary = predictions.kind === 'probabilities' && predictions.numClasses === 2;
  return (target) => {
    const counted = prepared(target);
    return (weights) => fromCounts(measure.name, counted(weights), binary);
  };
}

function fromCounts(name: Asked['name'], counts: Confusion, binary: boolean): number {
  const { hits, falseAlarms, misses } = counts;
  const all = Array.from(hits, (_, i) => i);
  const occurring = all.filter((i) => hits[i]! + falseAlarms[i]! + misses[i]! > 0);
  switch (name) {
    case 'balanced-accuracy':
      return average(
        all.filter((i) => hits[i]! + misses[i]! > 0),
        (i) => hits[i]! / (hits[i]! + misses[i]!),
      );
    case 'f1-micro': {
      const found = sum(hits);
      return (2 * found) / (2 * found + sum(falseAlarms) + sum(misses) + counts.unknown);
    }
    case 'precision':
      return average(binary ? occurring.filter((i) => i === 1) : occurring, (i) => share(hits[i]!, falseAlarms[i]!));
    case 'recall':
      if (binary && !(hits[1]! + misses[1]! > 0)) return Number.NaN;
      return average(binary ? [1] : occurring, (i) => share(hits[i]!, misses[i]!));
    default:
      return average(
        binary ? occurring.filter((i) => i === 1) : occurring,
        (i) => (2 * hits[i]!) / (2 * hits[i]! + falseAlarms[i]! + misses[i]!),
      );
  }
}

function share(part: number, rest: number): number {
  return part === 0 ? 0 : part / (part + rest);
}

/** Over none it is not defined. */
function average(of: number[], value: (i: number) => number): number {
  return of.reduce((total, i) => total + value(i), 0) / of.length;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
