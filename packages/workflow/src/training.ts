/** The training of a model by itself, for those who time it or build on it. */
export { buildModel, initialWeights, type Config, type ModelSpec } from './training/architecture/index.ts';
export { hashWeights } from './training/fit/checkpoint.ts';
export { emptySlots } from './training/fit/evaluate.ts';
export { openLayeredTrainer } from './training/fit/layered-trainer.ts';
export { withTrainer } from './training/fit/create-trainer.ts';
export type { Learned, Trainer } from './training/fit/trainer.ts';
export type { IdRows, Inputs, InputShape } from './training/preparation/index.ts';
