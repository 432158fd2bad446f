import type { Target } from '../targets/index.ts';
import { namedClass, widthOfPredictions, type Predictions } from './predictions.ts';
import type { Asked, Scorer } from './asked.ts';
import { codesOf, labelsOf } from './target-values.ts';

/** How often each class or label was named rightly, named wrongly, and missed: [width] each. */
export interface Confusion {
  hits: Float64Array;
  falseAlarms: Float64Array;
  misses: Float64Array;
  /** Of two classes, whose second is the positive one. */
  binary: boolean;
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
    return (target) => {
      const outcomes = outcomesOf(named, labelsOf(target));
      return (weights) => countLabels(outcomes, width, weights);
    };
  }
  const named = Int32Array.from({ length: values.length / width }, (_, row) =>
    namedClass(values, width, row, threshold),
  );
  return (target) => {
    const codes = codesOf(target);
    return (weights) => countClasses(named, codes, width, weights);
  };
}

function countClasses(named: Int32Array, codes: Int32Array, width: number, weights: Float64Array | null): Confusion {
  const counts = noCounts(width, width === 2);
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

/** What became of a cell: 2 for being named, 1 for being true. */
function outcomesOf(named: Uint8Array, truth: Uint8Array): Uint8Array {
  const outcomes = new Uint8Array(named.length);
  for (let i = 0; i < outcomes.length; i++) outcomes[i] = 2 * named[i]! + truth[i]!;
  return outcomes;
}

function countLabels(outcomes: Uint8Array, width: number, weights: Float64Array | null): Confusion {
  // [label, outcome]
  const table = new Float64Array(width * 4);
  const counts = noCounts(width, false);
  for (let row = 0, i = 0; i < outcomes.length; row++) {
    const weight = weights === null ? 1 : weights[row]!;
    counts.rows += weight;
    for (let cell = 0; cell < table.length; cell += 4, i++) table[cell + outcomes[i]!]! += weight;
  }
  for (let label = 0; label < width; label++) {
    counts.misses[label] = table[4 * label + 1]!;
    counts.falseAlarms[label] = table[4 * label + 2]!;
    counts.hits[label] = table[4 * label + 3]!;
  }
  return counts;
}

function noCounts(width: number, binary: boolean): Confusion {
  const none = () => new Float64Array(width);
  return { hits: none(), falseAlarms: none(), misses: none(), binary, unknown: 0, rows: 0 };
}

/** @returns the counts of the rows of both. */
export function addCounts(a: Confusion, b: Confusion): Confusion {
  const added = (to: Float64Array, more: Float64Array) => to.map((count, i) => count + more[i]!);
  return {
    hits: added(a.hits, b.hits),
    falseAlarms: added(a.falseAlarms, b.falseAlarms),
    misses: added(a.misses, b.misses),
    binary: a.binary,
    unknown: a.unknown + b.unknown,
    rows: a.rows + b.rows,
  };
}

/**
 * The metrics of a confusion matrix: balanced accuracy, precision, recall, F1. Of two classes they are those of the second;
 * of more and of labels, means over those that occur among the named or the true. A share of nothing is 0, as in
 * scikit-learn, but undefined where nothing could have been found.
 */
export function prepareConfusion(measure: Asked, predictions: Predictions): (target: Target) => Scorer {
  const prepared = prepareCounts(measure.threshold, predictions);
  return (target) => {
    const counted = prepared(target);
    return (weights) => scoreOfCounts(measure.name, counted(weights));
  };
}

/** @returns a metric of `prepareConfusion` from its counts. */
export function scoreOfCounts(name: Asked['name'], counts: Confusion): number {
  const { hits, falseAlarms, misses, binary } = counts;
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
