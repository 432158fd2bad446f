export { activate, logits } from './forward.ts';
export { initialWeights } from './initial-weights.ts';
export {
  buildModel,
  checkEnding,
  config,
  countParams,
  flopsPerRow,
  modelSpec,
  weightShapes,
  type Config,
  type LossName,
  type ModelSpec,
  type WeightShape,
} from './model-spec.ts';
