import { namedClass, type Predictions } from '@stepwell/metrics';
import { allRows, type Target } from '@stepwell/metrics/targets';
import type { Table } from '@stepwell/data/table';
import { evaluate, noRows, prepareUnseen, readOutputs } from '@stepwell/workflow/training';
import type { Model } from './model.ts';

/**
 * Predicts rows. Pure: the same model and rows give the same bits, wherever the engine runs.
 *
 * @param table rows as `alignTable` or `rowsOfJson` has them.
 * @returns probabilities of classes or labels, or numbers in the target's unit.
 * @throws {StepwellError} `model_too_large`; `test_table_mismatch` when a column is of another kind than in training.
 */
export function predict(model: Model, table: Table): Predictions {
  const { question, spec, weights } = model;
  const preparation = { ...model.preparation, fittedOn: noRows() };
  const part = { table, target: emptyTarget(model, table.rows), ids: allRows(table.rows) };
  const { outputs } = evaluate(spec, weights, prepareUnseen(preparation, part));
  return readOutputs(question, preparation, outputs);
}

/** Rows to predict have no target; this one stands in its place and means nothing. */
function emptyTarget({ question }: Model, rows: number): Target {
  switch (question.type) {
    case 'binary':
    case 'multiclass':
      return { kind: 'classes', classes: question.classes!, codes: new Int32Array(rows) };
    case 'multilabel':
      return { kind: 'labels', labels: question.labels!, values: new Uint8Array(rows * question.labels!.length) };
    default: {
      const width = question.target.length;
      return { kind: 'number', width, values: new Float64Array(rows * width) };
    }
  }
}

/** A row's prediction in words. */
export type Answer =
  | { class: string; probabilities: Record<string, number> }
  | { labels: string[]; probabilities: Record<string, number> }
  | { numbers: Record<string, number> };

/** Predictions as answers, row by row. */
export function answersOf({ question, threshold }: Model, predictions: Predictions): Answer[] {
  const { values } = predictions;
  const names = question.classes ?? question.labels ?? question.target;
  const width = names.length;
  return Array.from({ length: values.length / width }, (_, row): Answer => {
    const of = Object.fromEntries(names.map((name, i) => [name, values[row * width + i]!]));
    switch (predictions.kind) {
      case 'number':
        return { numbers: of };
      case 'labels':
        return { labels: names.filter((name) => of[name]! >= 0.5), probabilities: of };
      case 'probabilities':
        return { class: names[namedClass(values, width, row, threshold)]!, probabilities: of };
    }
  });
}
