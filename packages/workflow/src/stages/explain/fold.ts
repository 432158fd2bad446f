import type { Predictions } from '@stepwell/metrics';
import type { Table } from '@stepwell/data/table';
import type { Inputs } from '../../training/preparation/index.ts';
import type { Part } from '../../training/rows/index.ts';

/** The validation rows of a split, and the model that hadn't seen them. */
export interface Fold {
  /** The validation rows alone. */
  part: Part;
  /** [rows], int32: where they are among the development rows. */
  at: Int32Array;
  /** The model's predictions for them. */
  predictions: Predictions;
  /** Prepares rows as the model's training rows were. */
  prepare(table: Table): Inputs;
  /** Predicts prepared rows, [rows]. @param table what they were prepared from; forecasts need its naive ones. */
  predict(rows: number, inputs: Inputs, table?: Table): Predictions;
  /** The model's words, by id. */
  words: readonly string[];
}

/** @returns predictions for rows with the columns of the fold's. */
export function predictTable(fold: Fold, table: Table): Predictions {
  return fold.predict(table.rows, fold.prepare(table), table);
}
