import type { Predictions } from '@stepwell/metrics';
import type { Table } from '@stepwell/data/table';
import { evaluate, prepareUnseen, readOutputs } from '@stepwell/workflow/training';
import type { Model } from './model.ts';
import { relationOf } from './relation-of.ts';
import { rowsToPredict } from './rows-to-predict.ts';

/**
 * Predicts rows. Pure: the same model and rows give the same bits, wherever the engine runs.
 *
 * @param table rows as `alignTable` or `rowsOfJson` has them.
 * @returns probabilities of classes or labels, or numbers in the target's unit.
 * @throws {StepwellError} `model_too_large`; `test_table_mismatch` when a column is of another kind than in training.
 */
export function predict(model: Model, table: Table): Predictions {
  const { question, spec, weights } = model;
  const { preparation, part } = rowsToPredict(model, table);
  const { outputs } = evaluate(spec, weights, prepareUnseen(preparation, part));
  return readOutputs(question, preparation, outputs, relationOf(model, table));
}
