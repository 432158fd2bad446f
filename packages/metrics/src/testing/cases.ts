import type { Target } from '../targets/index.ts';
import type { MetricName } from '../names/index.ts';
import reference from '../fixtures/reference.json' with { type: 'json' };
import type { Asked, Predictions } from '../index.ts';

/** Predictions of some rows, with their targets. */
export interface Case {
  predictions: Predictions;
  target: Target;
}

/** A target of classes `0`, `1`, …. */
export function classes(codes: ArrayLike<number>, numClasses: number): Target {
  const names = Array.from({ length: numClasses }, (_, code) => `class ${code}`);
  return { kind: 'classes', classes: names, codes: Int32Array.from(codes) };
}

/** Probabilities in row-major order. */
export function probabilities(values: ArrayLike<number>, numClasses: number): Predictions {
  return { kind: 'probabilities', numClasses, values: Float64Array.from(values) };
}

/** Rows of two classes from the probability of the second. */
export function twoClasses(positive: readonly number[], codes: readonly number[]): Case {
  return {
    predictions: probabilities(
      positive.flatMap((p) => [1 - p, p]),
      2,
    ),
    target: classes(codes, 2),
  };
}

/** Rows of numbers, `width` a row. */
export function numbers(guess: ArrayLike<number>, truth: ArrayLike<number>, width = 1): Case {
  return {
    predictions: { kind: 'number', width, values: Float64Array.from(guess) },
    target: { kind: 'number', width, values: Float64Array.from(truth) },
  };
}

/** Rows of sets of labels. */
export function labelSets(values: ArrayLike<number>, truth: ArrayLike<number>, numLabels: number): Case {
  const labels = Array.from({ length: numLabels }, (_, label) => `label ${label}`);
  return {
    predictions: { kind: 'labels', numLabels, values: Float64Array.from(values) },
    target: { kind: 'labels', labels, values: Uint8Array.from(truth) },
  };
}

/** Rows of queries, one query after the other. */
export function rankings(queries: readonly { grades: readonly number[]; predicted: readonly number[] }[]): Case {
  const values = Float64Array.from(queries.flatMap(({ grades }) => grades));
  const of = Int32Array.from(queries.flatMap(({ grades }, query) => grades.map(() => query)));
  return {
    predictions: { kind: 'number', width: 1, values: Float64Array.from(queries.flatMap(({ predicted }) => predicted)) },
    target: { kind: 'number', width: 1, values, queries: of },
  };
}

/** A metric as asked for, with a threshold of one half unless given. */
export function asked(name: MetricName, threshold = 0.5): Asked {
  return { name, custom: null, threshold };
}

/** A measure of the person's own. */
export function custom(expression: string, threshold = 0.5): Asked {
  return { name: 'custom', custom: { expression }, threshold };
}

/** Sixty rows of every kind of target, from the fixtures. */
export const CASES = {
  binary: { predictions: probabilities(reference.binary.probabilities, 2), target: classes(reference.binary.codes, 2) },
  multiclass: {
    predictions: probabilities(reference.multiclass.probabilities, 3),
    target: classes(reference.multiclass.codes, 3),
  },
  labels: labelSets(reference.labels.probabilities, reference.labels.truth, 4),
  number: numbers(reference.number.guess, reference.number.truth),
  numbers: numbers(reference.numbers.guess, reference.numbers.truth, 2),
} satisfies Record<string, Case>;
