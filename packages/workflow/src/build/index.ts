export { activate, logits } from './forward.ts';
export { initialWeights } from './initial-weights.ts';
export {
  buildModel,
  checkEnding,
  countParams,
  flopsPerRow,
  modelSpec,
  weightShapes,
  type LossName,
  type ModelSpec,
  type WeightShape,
} from './model-spec.ts';
export { config, convolution, embedding, type Config, type Convolution, type Embedding } from './config.ts';
export { checkAskedEnding, chooseEnding, type Ending } from './choose-ending.ts';
export { batchSizeFor, describeConfig, plainConfig, widen } from './plain-config.ts';
