import type { Predictions } from '@stepwell/metrics';
import type { Table } from '@stepwell/data/table';
import { prepareUnseen, readOutputs } from '@stepwell/workflow/training';
import type { Model } from '../model.ts';
import { relationOf } from '../relation-of.ts';
import { rowsToPredict } from '../rows-to-predict.ts';
import { forward } from './forward.ts';

/** Predicts rows as `predict` does, without an engine. Within float32's rounding of it. */
export function predictPlainly(model: Model, table: Table): Predictions {
  const { preparation, part } = rowsToPredict(model, table);
  const { x, rows } = prepareUnseen(preparation, part);
  return readOutputs(
    model.question,
    preparation,
    forward(model.spec, model.weights, x, rows),
    relationOf(model, table),
  );
}
