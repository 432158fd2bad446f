export { checkWidth, fitPreparation, MAX_ONE_HOT } from './fit-preparation.ts';
export { columnPreparation, type ColumnPreparation, type FittedPreparation } from './preparation.ts';
export { prepare } from './prepare.ts';
export { transform, transformTarget } from './transform.ts';
