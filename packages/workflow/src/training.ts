/** The training and use of a model by itself, for those who time it or build on it. */
export {
  buildModel,
  flopsPerRow,
  initialWeights,
  layerShapes,
  modelSpec,
  NORMALIZATION,
  numbersBeside,
  POOL_SIZE,
  sizeOf,
  weightShapes,
  type Config,
  type ModelSpec,
} from './training/architecture/index.ts';
export { hashWeights } from './training/fit/checkpoint.ts';
export { emptySlots, evaluate } from './training/fit/evaluate.ts';
export { prepareUnseen, readOutputs } from './training/fit/fit-data.ts';
export { noRows, readRelation } from './training/rows/index.ts';
export { lookAhead, lookAheadOf, rowsOfHistory, type History, type LookAhead } from './training/forecast/index.ts';
export {
  applyScaling,
  preparationRecord,
  widthOf,
  type DatePart,
  type FittedColumn,
  type FittedFeature,
  type FittedNumber,
  type FittedPreparation,
  type Piece,
  type Scaling,
} from './training/preparation/index.ts';
export { openLayeredTrainer } from './training/fit/layered-trainer.ts';
export { withTrainer } from './training/fit/create-trainer.ts';
export type { Learned, Trainer } from './training/fit/trainer.ts';
export type { IdRows, Inputs, InputShape } from './training/preparation/index.ts';
