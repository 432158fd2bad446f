/** The training step by itself, for those who time it or build on it. */
export { buildModel, initialWeights, type Config, type ModelSpec } from './build/index.ts';
export { trainBatch, type Batch } from './fit/train-batch.ts';
export { hashWeights } from './fit/checkpoint.ts';
