import { StepwellError } from '@stepwell/base/errors';
import type { Target } from '../targets/index.ts';
import type { Asked } from '../predictions/asked.ts';
import { prepareCounts, type Confusion } from '../predictions/confusion.ts';
import { namedClass, widthOfPredictions, type Predictions } from '../predictions/predictions.ts';
import { codesOf, labelsOf, numbersOf } from '../predictions/target-values.ts';
import { evaluateExpression, type Facts } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { readExpression } from './read-expression.ts';
import type { CountName, RowsName } from './vocabulary.ts';

/** From what probability a label counts as named. */
const HALF = 0.5;

/**
 * The person's own measure.
 *
 * @returns for a target, its scorer.
 * @throws {StepwellError} `measure_mismatch` without an expression; `invalid_expression` when a target is given that it doesn't fit.
 */
export function prepareCustom(
  measure: Asked,
  predictions: Predictions,
): (target: Target) => (weights: Float64Array | null) => number {
  const { custom, threshold } = measure;
  if (custom === null)
    throw new StepwellError(
      'measure_mismatch',
      'A custom metric needs an expression. Add one, such as "tp / (tp + fp)".',
    );
  const counts = predictions.kind === 'number' ? null : prepareCounts(threshold, predictions);
  let expression: Expression | undefined;
  return (target) => {
    expression ??= readExpression(custom.expression, target);
    const counted = counts?.(target);
    const facts: Facts = {
      counts: (weights) => (counted === undefined ? rowsOnly(predictions, weights) : named(counted(weights))),
      rows: (name) => cells(name, predictions, target, threshold),
      width: target.kind === 'classes' ? 1 : widthOfPredictions(predictions),
    };
    return evaluateExpression(expression, facts);
  };
}

function rowsOnly(predictions: Predictions, weights: Float64Array | null): Record<CountName, number> {
  const none = Number.NaN;
  const rows = predictions.values.length / widthOfPredictions(predictions);
  const n = weights === null ? rows : weights.reduce((sum, weight) => sum + weight, 0);
  return { n, tp: none, fp: none, tn: none, fn: none, p: none, prevalence: none };
}

/** Of two classes, the counts of the second; otherwise those of all together. */
function named(counts: Confusion): Record<CountName, number> {
  const { binary } = counts;
  const of = (values: Float64Array) => (binary ? values[1]! : values.reduce((sum, value) => sum + value, 0));
  const tp = of(counts.hits);
  const fp = of(counts.falseAlarms);
  const fn = of(counts.misses);
  const cells = counts.rows * (binary ? 1 : counts.hits.length);
  const p = tp + fn;
  return { n: counts.rows, tp, fp, fn, tn: cells - tp - fp - fn, p, prevalence: p / cells };
}

function cells(name: RowsName, predictions: Predictions, target: Target, threshold: number): Float64Array {
  const { values } = predictions;
  switch (target.kind) {
    case 'number':
      return numberCells(name, values, numbersOf(target));
    case 'labels':
      return labelCells(name, values, labelsOf(target));
    case 'classes':
      return classCells(name, values, codesOf(target), target.classes.length, threshold);
  }
}

function numberCells(name: RowsName, values: Float64Array, truth: Float64Array): Float64Array {
  if (name === 'prediction') return values;
  return name === 'target' ? truth : values.map((prediction, i) => prediction - truth[i]!);
}

function labelCells(name: RowsName, values: Float64Array, truth: Uint8Array): Float64Array {
  if (name === 'probability') return values;
  if (name === 'target') return Float64Array.from(truth);
  if (name === 'prediction') return values.map((p) => (p >= HALF ? 1 : 0));
  return values.map((p, i) => (p >= HALF === (truth[i] === 1) ? 1 : 0));
}

function classCells(
  name: RowsName,
  values: Float64Array,
  codes: Int32Array,
  width: number,
  threshold: number,
): Float64Array {
  const cell = classCell(name, values, width, threshold);
  const cells = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) cells[row] = cell(codes[row]!, row);
  return cells;
}

function classCell(
  name: RowsName,
  values: Float64Array,
  width: number,
  threshold: number,
): (code: number, row: number) => number {
  if (name === 'target') return (code) => (code === 1 ? 1 : 0);
  if (name === 'prediction') return (_, row) => namedClass(values, width, row, threshold);
  if (name === 'correct') return (code, row) => (namedClass(values, width, row, threshold) === code ? 1 : 0);
  if (width === 2) return (_, row) => values[2 * row + 1]!;
  return (code, row) => (code < 0 ? 0 : values[row * width + code]!);
}
