export { checkWidth } from './check-width.ts';
export { MAX_FEATURE_COLUMNS, MAX_FEATURES } from './features.ts';
export { MAX_ONE_HOT, widthOf } from './fit-column.ts';
export { fitPreparation } from './fit-preparation.ts';
export type { ByteImages, IdRows, InputShape, Inputs } from './inputs.ts';
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
