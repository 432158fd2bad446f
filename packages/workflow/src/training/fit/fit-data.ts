import type { Predictions } from '@stepwell/metrics';
import { allRows, fromRelative, take, targetAt, type Relation, type Target } from '@stepwell/metrics/targets';
import type { Question } from '../../question/index.ts';
import {
  fitPreparation,
  inputShape,
  transformRows,
  transformTarget,
  unscaleTarget,
  type ColumnPreparation,
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
    train: prepareRows(preparation, part, train),
    validation: validation && {
      prepared: prepareRows(preparation, part, validation),
      target: targetAt(part.target, validation),
    },
  };
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
  return {
    rows: rows.length,
    x: transformRows(preparation, part, rows),
    y: transformTarget(preparation, part, rows),
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
  preparation: Pick<FittedPreparation, 'target'>,
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
      return { kind: 'probabilities', numClasses: question.classes!.length, values: Float64Array.from(outputs) };
    case 'multilabel':
      return { kind: 'labels', numLabels: question.labels!.length, values: Float64Array.from(outputs) };
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
