export { buildModel } from './build-model.ts';
export { flopsPerRow } from './flops-per-row.ts';
export { activate, logits } from './forward.ts';
export type { BatchStatistics, Training } from './training.ts';
export { initialWeights } from './initial-weights.ts';
export { layerShapes, sizeOf, type LayerShape, type RowShape } from './layer-shapes.ts';
export type { ModelInputs } from './model-inputs.ts';
export {
  checkEnding,
  isRankingLoss,
  modelSpec,
  numbersBeside,
  type LossName,
  type ModelSpec,
  type RankingLoss,
} from './model-spec.ts';
export { NORMALIZATION, POOL_SIZE } from './layers.ts';
export { countParams, weightShapes, type WeightShape } from './weight-shapes.ts';
export { config, type Config } from './config.ts';
export type { Convolution, Embedding } from '../../question/index.ts';
export { checkAskedEnding, chooseEnding, cumulativeEnding, type Ending } from './choose-ending.ts';
export { batchSizeFor, describeConfig, describeLayers, plainConfig, widen } from './plain-config.ts';
