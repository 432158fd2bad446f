export { HASH_BUCKETS } from './bucket-of.ts';
export { cyclesIn } from './date-parts.ts';
export { MAX_FEATURE_COLUMNS, MAX_FEATURES } from './features.ts';
export { MAX_ONE_HOT, widthOf } from './fit-column.ts';
export { columnOf, fitPreparation, isOfText, type PreparationOptions } from './fit-preparation.ts';
export { bytesOf, type ByteImages, type IdRows, type InputShape, type Inputs } from './inputs.ts';
export {
  columnPreparation,
  datePart,
  fittedColumn,
  fittedFeature,
  numberStep,
  preparationRecord,
  preparationStep,
  type ColumnPreparation,
  type DatePart,
  type FittedColumn,
  type FittedFeature,
  type FittedFeatures,
  type FittedNumber,
  type FittedPreparation,
  type Piece,
  type PreparationStep,
  type Scaling,
} from './preparation.ts';
export { levelsOf, levelsReached, probabilitiesOfLevels } from './levels.ts';
export { mostPieces } from './pieces.ts';
export { partsOfRows } from './target-rate.ts';
export { transform, transformTarget } from './transform.ts';
export { inputShape, transformRows } from './transform-rows.ts';
export { DEFAULT_WORDS } from './vocabulary.ts';
export { manyCategories, variantOf, withCategories, withoutTargets, type Variant } from './variant-of.ts';
export { withoutTrend } from './without-trend.ts';
export { scaleTarget, unscaleTarget } from './target-scale.ts';
export { applyScaling, fillOf, fitScaling, meanAndDeviation } from './scaling.ts';
