export type { ScaleUpContext } from './config-of-rung.ts';
export { fewestEpochs } from './fewest-epochs.ts';
export { findOverfitting, type Overfitting } from './find-overfitting.ts';
export { modelOfConfig } from './model-of-config.ts';
export { isAffordable, rungsOf, sharesOfRungs, type Shares } from './operations.ts';
export { rung, scaleUp, scaleUpVerdict, type Rung, type ScaleUp } from './rung.ts';
export { concludeRung, MOST_SPLITS, planRung } from './scale-up.ts';
