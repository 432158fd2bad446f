export { checkWidth } from './check-width.ts';
export { MAX_FEATURE_COLUMNS, MAX_FEATURES } from './features.ts';
export { MAX_ONE_HOT, widthOf } from './fit-column.ts';
export { fitPreparation, isOfText, type PreparationOptions } from './fit-preparation.ts';
export { bytesOf, type ByteImages, type IdRows, type InputShape, type Inputs } from './inputs.ts';
export {
  columnPreparation,
  fittedColumn,
  fittedFeature,
  preparationRecord,
  preparationStep,
  type ColumnPreparation,
  type FittedColumn,
  type FittedFeatures,
  type FittedPreparation,
  type PreparationStep,
} from './preparation.ts';
export { prepare } from './prepare.ts';
export { transform, transformTarget } from './transform.ts';
export { inputShape, transformRows } from './transform-rows.ts';
export { DEFAULT_WORDS } from './vocabulary.ts';
