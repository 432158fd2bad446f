import type { Predictions } from '@stepwell/metrics';
import { allRows, fromRelative, take, targetAt, type Relation, type Target } from '@stepwell/metrics/targets';
import type { Question } from '../../question/index.ts';
import {
  fitPreparation,
  inputShape,
  partsOfRows,
  probabilitiesOfLevels,
  transform,
  transformRows,
  transformTarget,
  unscaleTarget,
  type ColumnPreparation,
  type FittedColumn,
  type FittedPreparation,
  type Inputs,
  type InputShape,
  type PreparationOptions,
} from '../preparation/index.ts';
import { assertUnseen, type Part } from '../rows/index.ts';

/** Prepared rows. */
export interface Prepared {
  rows: number;
  x: Inputs;
  /** [rows]: class codes. [rows, width]: scaled numbers, or 0 and 1 for labels. Float32. */
  y: Float32Array;
  /** [rows], int32: the query of each row, where rows are ranked within queries. */
  queries?: Int32Array;
}

/** Data of a fit: prepared rows, and the preparation for reading its outputs. */
export interface FitData {
  preparation: FittedPreparation;
  shape: InputShape;
  train: Prepared;
  /** Null for a fit on all development rows. */
  validation: { prepared: Prepared; target: Target } | null;
}

/** How the rows of a fit are prepared. */
export interface PreparingOptions extends PreparationOptions {
  preparation: ColumnPreparation[];
}

/**
 * Prepares the rows of one fit. The preparation is fitted on `train` only.
 *
 * @param part the development rows.
 * @param train positions in `part`.
 * @param validation positions in `part`; null for none.
 * @throws {StepwellError} `evaluated_on_fitted_rows` if the two overlap.
 */
export function prepareFit(
  part: Part,
  options: PreparingOptions,
  train: Int32Array,
  validation: Int32Array | null,
): FitData {
  const preparation = fitPreparation(part, options.preparation, train, options);
  if (validation !== null) assertUnseen(preparation.fittedOn, take(part.ids, validation), 'A preparation');
  return {
    preparation,
    shape: inputShape(preparation, part),
    train: prepareTraining(preparation, part, options, train),
    validation: validation && {
      prepared: prepareRows(preparation, part, validation),
      target: targetAt(part.target, validation),
    },
  };
}

/**
 * Prepares the training rows. Where categories are rates of the target, each row has the rates of rows in other parts of the training
 * rows: with its own target among its inputs, a model would learn to read it there. All else is that of `preparation`.
 */
function prepareTraining(
  preparation: FittedPreparation,
  part: Part,
  options: PreparingOptions,
  train: Int32Array,
): Prepared {
  const prepared = prepareRows(preparation, part, train);
  const { x } = prepared;
  const rated = options.preparation.filter(({ steps }) => steps.includes('target-rate'));
  const numbers = x.kind === 'numbers' ? x.values : x.numbers;
  if (rated.length === 0 || numbers === null) return prepared;
  const { width } = preparation;
  for (const at of partsOfRows(train.length)) {
    const own = new Set(at);
    const others = train.filter((_, position) => !own.has(position));
    if (others.length === 0) continue;
    const rates = fitPreparation(part, rated, others, { ...options, features: false });
    const columns = preparation.columns.map((column) => {
      const other = rates.columns.find((one) => isSameRate(one, column, rates, preparation));
      return other === undefined || other.kind !== 'frequency' || column.kind !== 'frequency'
        ? column
        : { ...other, scaling: column.scaling };
    });
    const values = transform({ ...preparation, columns }, part, take(train, at));
    at.forEach((position, i) => numbers.set(values.subarray(i * width, (i + 1) * width), position * width));
  }
  return prepared;
}

/** Whether two fitted columns are the same place of the same column's rates. */
function isSameRate(
  one: FittedColumn,
  other: FittedColumn,
  rates: Pick<FittedPreparation, 'columns'>,
  all: Pick<FittedPreparation, 'columns'>,
): boolean {
  const place = ({ columns }: Pick<FittedPreparation, 'columns'>, of: FittedColumn) =>
    columns.filter(({ column }) => column === of.column).indexOf(of);
  return one.column === other.column && place(rates, one) === place(all, other);
}

/**
 * Prepares rows for evaluation.
 *
 * @throws {StepwellError} `evaluated_on_fitted_rows` if the preparation was fitted on any of them.
 */
export function prepareUnseen(preparation: FittedPreparation, part: Part): Prepared {
  assertUnseen(preparation.fittedOn, part.ids, 'A model');
  return prepareRows(preparation, part, allRows(part.ids.length));
}

function prepareRows(preparation: FittedPreparation, part: Part, rows: Int32Array): Prepared {
  const queries = part.target.kind === 'number' ? part.target.queries : undefined;
  return {
    rows: rows.length,
    x: transformRows(preparation, part, rows),
    y: transformTarget(preparation, part, rows),
    ...(queries === undefined ? {} : { queries: take(queries, rows) }),
  };
}

/**
 * Converts a model's outputs to predictions.
 *
 * @param outputs [rows, outputs] after the last activation, float32.
 * @param anchors of the rows where they are forecasts, which are relative to the naive ones.
 */
export function readOutputs(
  question: Pick<Question, 'type' | 'classes' | 'labels'>,
  preparation: Pick<FittedPreparation, 'target' | 'levels'>,
  outputs: Float32Array,
  anchors: Relation | null = null,
): Predictions {
  switch (question.type) {
    case 'binary': {
      const values = new Float64Array(outputs.length * 2);
      outputs.forEach((p, row) => {
        values[2 * row] = 1 - p;
        values[2 * row + 1] = p;
      });
      return { kind: 'probabilities', numClasses: 2, values };
    }
    case 'multiclass':
    case 'ordinal': {
      const { levels } = preparation;
      if (levels !== undefined) {
        return { kind: 'probabilities', numClasses: levels, values: probabilitiesOfLevels(outputs, levels) };
      }
      return { kind: 'probabilities', numClasses: question.classes!.length, values: Float64Array.from(outputs) };
    }
    case 'multilabel':
      return { kind: 'labels', numLabels: question.labels!.length, values: Float64Array.from(outputs) };
    case 'ranking':
    case 'scalar-regression':
    case 'vector-regression': {
      const target = preparation.target!;
      const width = target.mean.length;
      const values = Float64Array.from(outputs, (output, i) => unscaleTarget(target, output, i % width));
      const predictions: Predictions = { kind: 'number', width, values };
      return anchors === null ? predictions : fromRelative(predictions, anchors);
    }
  }
}
