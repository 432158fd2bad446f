import { allRows, type Target } from '@stepwell/metrics/targets';
import type { Table } from '@stepwell/data/table';
import { noRows, type FittedPreparation } from '@stepwell/workflow/training';
import type { Model } from './model.ts';

/** A model's preparation, and rows that it can prepare. */
export function rowsToPredict(model: Model, table: Table) {
  const preparation: FittedPreparation = { ...model.preparation, fittedOn: noRows() };
  return { preparation, part: { table, target: emptyTarget(model, table.rows), ids: allRows(table.rows) } };
}

/** Rows to predict have no target; this one stands in its place and means nothing. */
function emptyTarget({ question }: Model, rows: number): Target {
  switch (question.type) {
    case 'binary':
    case 'multiclass':
    case 'ordinal':
      return { kind: 'classes', classes: question.classes!, codes: new Int32Array(rows) };
    case 'multilabel':
      return { kind: 'labels', labels: question.labels!, values: new Uint8Array(rows * question.labels!.length) };
    default: {
      const width = question.target.length;
      return { kind: 'number', width, values: new Float64Array(rows * width) };
    }
  }
}
