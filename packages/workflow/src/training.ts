/** The training of a model by itself, for those who time it or build on it. */
export { buildModel, initialWeights, type Config, type ModelSpec } from './build/index.ts';
export { hashWeights } from './fit/checkpoint.ts';
export { emptySlots } from './fit/evaluate.ts';
export { openLayeredTrainer } from './fit/layered-trainer.ts';
export { withTrainer } from './fit/open-trainer.ts';
export type { Learned, Trainer } from './fit/trainer.ts';
export type { IdRows, Inputs, InputShape } from './prepare/index.ts';
